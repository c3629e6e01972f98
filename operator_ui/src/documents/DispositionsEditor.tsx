import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { DispositionChoice, DispositionEffect, DispositionTone } from "../api/types";
import { DispositionChoices } from "../call/DispositionChoices";
import classes from "./DocumentsTab.module.css";
import { EditorFrame } from "./EditorFrame";
import { newId } from "./newId";
import { PartActions } from "./PartActions";
import { freeKeys, moved, newDisposition, reasonsOf, replaced, under, without } from "./parts";
import { TextFields } from "./TextFields";
import type { Editing } from "./useDocument";
import { EFFECT, TONE } from "./words";

const EFFECTS = Object.keys(EFFECT) as DispositionEffect[];
const TONES = Object.keys(TONE) as DispositionTone[];

/** Which verdicts operators choose from, and what each does. */
export function DispositionsEditor({
  dispositions: editing,
}: {
  dispositions: Editing<DispositionChoice[]>;
}) {
  const { t } = useLingui();
  const { parts: choices, change, refusal } = editing;
  const [chosen, setChosen] = useState<string | null>(null);
  const added = newDisposition(newId("d"), choices);
  const fault = refusal?.reasons.dispositions;
  return (
    <EditorFrame
      name={t`Dispositions`}
      editing={editing}
      preview={
        <div className={classes.sheet}>
          <h2 id="disposition-title" className={classes.sheetTitle}>
            <Trans>Disposition</Trans>
          </h2>
          <DispositionChoices choices={choices} chosen={chosen} onChoose={setChosen} />
        </div>
      }
    >
      <ol className={classes.parts} aria-label={t`Dispositions`}>
        {choices.map((choice, place) => (
          <DispositionPart
            key={choice.code}
            choice={choice}
            keys={freeKeys(choices, choice.code)}
            place={place}
            count={choices.length}
            reasons={reasonsOf(refusal, "dispositions", choice.code)}
            onChange={(part) => change(replaced(choices, place, part))}
            onMove={(to) => change(moved(choices, place, to))}
            onRemove={() => change(without(choices, place))}
          />
        ))}
      </ol>
      {fault && choices.length === 0 && <p className={classes.fault}>{fault}</p>}
      <Group>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          disabled={added === null}
          onClick={() => added && change([...choices, added])}
        >
          <Trans>Add a disposition</Trans>
        </Button>
        {added === null && (
          <span className={classes.note}>
            <Trans>Every key from 1 to 9 is taken.</Trans>
          </span>
        )}
      </Group>
    </EditorFrame>
  );
}

type DispositionPartProps = {
  choice: DispositionChoice;
  keys: string[];
  place: number;
  count: number;
  reasons: Record<string, string>;
  onChange: (choice: DispositionChoice) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
};

function DispositionPart({
  choice,
  keys,
  place,
  count,
  reasons,
  onChange,
  onMove,
  onRemove,
}: DispositionPartProps) {
  const { t, i18n } = useLingui();
  const set = (part: Partial<DispositionChoice>) => onChange({ ...choice, ...part });
  const name = t`disposition ${place + 1}`;
  return (
    <li className={classes.part} data-tone={choice.tone}>
      <div className={classes.option}>
        <TextFields
          name={name}
          text={choice.label}
          reasons={under(reasons, "label")}
          onChange={(label) => set({ label })}
        />
        <PartActions name={name} place={place} count={count} onMove={onMove} onRemove={onRemove} />
      </div>
      <div className={classes.row}>
        <Select
          className={classes.grows}
          label={t`What becomes of the lead`}
          allowDeselect={false}
          value={choice.effect}
          error={reasons.effect}
          data={EFFECTS.map((effect) => ({ value: effect, label: i18n._(EFFECT[effect]) }))}
          onChange={(effect) => effect && set({ effect: effect as DispositionEffect })}
        />
        <Select
          w={190}
          label={t`How good it is`}
          allowDeselect={false}
          value={choice.tone}
          data={TONES.map((tone) => ({ value: tone, label: i18n._(TONE[tone]) }))}
          onChange={(tone) => tone && set({ tone: tone as DispositionTone })}
        />
        <Select
          w={80}
          label={t({ message: "Key", context: "of the keyboard" })}
          allowDeselect={false}
          value={choice.key}
          error={reasons.key}
          data={keys}
          onChange={(key) => key && set({ key })}
        />
      </div>
      <Checkbox
        label={t`The required questions must be answered first`}
        checked={choice.requires_questionnaire}
        onChange={({ currentTarget }) => set({ requires_questionnaire: currentTarget.checked })}
      />
    </li>
  );
}
