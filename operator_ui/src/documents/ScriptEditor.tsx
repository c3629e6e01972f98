import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { ScriptBlocks } from "../call/ScriptPanel";
import { filledIn } from "../call/script";
import { useUser } from "../session/UserProvider";
import classes from "./DocumentsTab.module.css";
import { EditorFrame } from "./EditorFrame";
import { newId } from "./newId";
import { PartActions } from "./PartActions";
import {
  insertedAt,
  type KeyedBlock,
  MOST_BLOCKS,
  moved,
  newBlock,
  PLACEHOLDERS,
  reasonsOf,
  replaced,
  under,
  unknownPlaceholders,
  without,
} from "./parts";
import type { ScriptBlock } from "./requests";
import { TextFields, type TextLanguage } from "./TextFields";
import type { Editing } from "./useDocument";
import { BLOCK_KIND, PLACEHOLDER } from "./words";

const KINDS = Object.keys(BLOCK_KIND) as ScriptBlock["kind"][];

/** What operators say, block by block. */
export function ScriptEditor({ script }: { script: Editing<KeyedBlock[]> }) {
  const { t, i18n } = useLingui();
  const user = useUser();
  const { parts: blocks, change, refusal } = script;
  const names = {
    client_name: t`Northern Windows`,
    person_name: t`James Whitmore`,
    operator_name: user.name,
  };
  const written = { blocks: blocks.filter(({ text }) => text.ru || text.en) };
  return (
    <EditorFrame
      name={t`Script`}
      editing={script}
      preview={
        <div className={classes.sheet}>
          <ScriptBlocks script={written} written={(text) => filledIn(text, names)} />
          {written.blocks.length === 0 && <Nothing />}
        </div>
      }
    >
      <ol className={classes.parts} aria-label={t`Blocks of the script`}>
        {blocks.map((block, place) => (
          <BlockItem
            key={block.key}
            block={block}
            place={place}
            count={blocks.length}
            reasons={reasonsOf(refusal, "blocks", block.key)}
            onChange={(part) => change(replaced(blocks, place, part))}
            onMove={(to) => change(moved(blocks, place, to))}
            onRemove={() => change(without(blocks, place))}
          />
        ))}
      </ol>
      <Group gap="xs">
        {KINDS.map((kind) => (
          <Button
            key={kind}
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} />}
            disabled={blocks.length >= MOST_BLOCKS}
            onClick={() => change([...blocks, newBlock(newId("b"), kind)])}
          >
            {i18n._(BLOCK_KIND[kind])}
          </Button>
        ))}
      </Group>
    </EditorFrame>
  );
}

function Nothing() {
  return (
    <p className={classes.note}>
      <Trans>Operators are given no script.</Trans>
    </p>
  );
}

type BlockItemProps = {
  block: KeyedBlock;
  place: number;
  count: number;
  reasons: Record<string, string>;
  onChange: (block: KeyedBlock) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
};

function BlockItem({ block, place, count, reasons, onChange, onMove, onRemove }: BlockItemProps) {
  const { t, i18n } = useLingui();
  const fields = useRef<Partial<Record<TextLanguage, HTMLTextAreaElement | null>>>({});
  const inRussian = i18n.locale !== "en";
  const last = useRef<TextLanguage>(inRussian ? "ru" : "en");
  const name = t`block ${place + 1}`;
  const unknown = unknownPlaceholders(`${block.text.ru} ${block.text.en}`);
  const insert = (placeholder: string) => {
    const language = last.current;
    const cursor = fields.current[language]?.selectionStart ?? block.text[language].length;
    const text = insertedAt(block.text[language], cursor, `{${placeholder}}`);
    onChange({ ...block, text: { ...block.text, [language]: text } });
    fields.current[language]?.focus();
  };
  return (
    <li className={classes.part} data-kind={block.kind}>
      <div className={classes.partHead}>
        <Select
          w={190}
          size="xs"
          aria-label={t`Kind of the ${name}`}
          allowDeselect={false}
          value={block.kind}
          data={KINDS.map((kind) => ({ value: kind, label: i18n._(BLOCK_KIND[kind]) }))}
          onChange={(kind) => kind && onChange({ ...block, kind: kind as ScriptBlock["kind"] })}
        />
        <div className={classes.chips}>
          {PLACEHOLDERS.map((placeholder) => (
            <UnstyledButton
              key={placeholder}
              className={classes.chip}
              title={t`Put in where the cursor stands`}
              aria-label={t`Put into the ${name}: ${i18n._(PLACEHOLDER[placeholder])}`}
              onClick={() => insert(placeholder)}
            >
              {i18n._(PLACEHOLDER[placeholder])}
            </UnstyledButton>
          ))}
        </div>
        <PartActions name={name} place={place} count={count} onMove={onMove} onRemove={onRemove} />
      </div>
      <TextFields
        name={name}
        text={block.text}
        reasons={under(reasons, "text")}
        fieldRef={(language) => (field) => {
          fields.current[language] = field;
          if (field) field.onfocus = () => (last.current = language);
        }}
        onChange={(text) => onChange({ ...block, text })}
      />
      {unknown.length > 0 && (
        <p className={classes.warning}>
          <Trans>Nothing is filled in for {unknown.join(", ")}: it is shown as it stands.</Trans>
        </p>
      )}
    </li>
  );
}
