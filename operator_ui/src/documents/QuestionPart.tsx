import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, NumberInput, Select, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { Question } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import classes from "./DocumentsTab.module.css";
import { newId } from "./newId";
import { OptionsFields } from "./OptionsFields";
import { PartActions } from "./PartActions";
import { ofKind, orNone, under } from "./parts";
import { ShownIfFields } from "./ShownIfFields";
import { TextFields } from "./TextFields";
import { QUESTION_KIND } from "./words";

const KINDS = Object.keys(QUESTION_KIND) as Question["kind"][];
const NO_WORDS = { ru: "", en: "" };

type QuestionPartProps = {
  question: Question;
  /** Those above it, on whose answers it may hang. */
  earlier: Question[];
  place: number;
  count: number;
  isOpen: boolean;
  reasons: Record<string, string>;
  onOpen: () => void;
  onChange: (question: Question) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
};

/** One question: a line that opens to all that is set of it. */
export function QuestionPart(props: QuestionPartProps) {
  const { question, place, count, isOpen, reasons, onOpen, onMove, onRemove } = props;
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  const isRefused = Object.keys(reasons).length > 0;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const name = t`question ${place + 1}`;
  return (
    <li className={classes.part} data-refused={isRefused || undefined} data-question-part={question.id}>
      <div className={classes.partHead}>
        <UnstyledButton
          className={classes.summary}
          aria-expanded={isOpen}
          aria-label={`${name}: ${translated(question.text)}`}
          onClick={onOpen}
        >
          <Chevron size={16} aria-hidden="true" />
          <span className={classes.number}>{place + 1}</span>
          <span className={classes.words} data-empty={!translated(question.text) || undefined}>
            {translated(question.text) || t`A question without words`}
            {question.required && <span className={classes.required}> *</span>}
          </span>
          <span className={classes.kind}>{i18n._(QUESTION_KIND[question.kind])}</span>
          {question.shown_if && (
            <span className={classes.kind}>
              <Trans>on a condition</Trans>
            </span>
          )}
        </UnstyledButton>
        <PartActions name={name} place={place} count={count} onMove={onMove} onRemove={onRemove} />
      </div>
      {isOpen && <QuestionFields {...props} name={name} />}
    </li>
  );
}

function QuestionFields({
  question,
  earlier,
  reasons,
  name,
  onChange,
}: QuestionPartProps & { name: string }) {
  const { t, i18n } = useLingui();
  const set = (part: Partial<Question>) => onChange({ ...question, ...part });
  return (
    <div className={classes.fields}>
      <TextFields
        name={t`Wording of the ${name}`}
        text={question.text}
        reasons={under(reasons, "text")}
        onChange={(text) => set({ text })}
      />
      <div className={classes.row}>
        <Select
          label={t`Answered by`}
          w={220}
          allowDeselect={false}
          value={question.kind}
          error={reasons.kind}
          data={KINDS.map((kind) => ({ value: kind, label: i18n._(QUESTION_KIND[kind]) }))}
          onChange={(kind) =>
            kind && onChange(ofKind(question, kind as Question["kind"], [newId("o"), newId("o")]))
          }
        />
        <Checkbox
          className={classes.check}
          label={t`Must be answered`}
          checked={question.required}
          onChange={({ currentTarget }) => set({ required: currentTarget.checked })}
        />
      </div>
      {(question.kind === "single" || question.kind === "multiple") && (
        <OptionsFields
          options={question.options}
          reasons={under(reasons, "options")}
          onChange={(options) => set({ options })}
        />
      )}
      {question.scale && (
        <ScaleFields
          scale={question.scale}
          reasons={under(reasons, "scale.")}
          onChange={(scale) => set({ scale })}
        />
      )}
      {question.kind === "number" && (
        <NumberFields
          number={question.number ?? { min: null, max: null, unit: null }}
          reasons={under(reasons, "number.")}
          onChange={(number) => set({ number })}
        />
      )}
      <ShownIfFields
        condition={question.shown_if}
        earlier={earlier}
        reasons={under(reasons, "shown_if")}
        onChange={(shown_if) => set({ shown_if })}
      />
    </div>
  );
}

type ScaleShape = NonNullable<Question["scale"]>;
type ScaleFieldsProps = {
  scale: ScaleShape;
  reasons: Record<string, string>;
  onChange: (scale: ScaleShape) => void;
};

function ScaleFields({ scale, reasons, onChange }: ScaleFieldsProps) {
  const { t } = useLingui();
  const end = (typed: string | number) => Math.trunc(Number(typed)) || 0;
  const common = {
    w: 130,
    allowDecimal: false,
    allowNegative: false,
    clampBehavior: "strict",
    max: 10,
  } as const;
  return (
    <>
      <div className={classes.row}>
        <NumberInput
          {...common}
          label={t`Lowest mark`}
          min={0}
          value={scale.min}
          error={reasons.min}
          onChange={(typed) => onChange({ ...scale, min: end(typed) })}
        />
        <NumberInput
          {...common}
          label={t`Highest mark`}
          min={1}
          value={scale.max}
          error={reasons.max}
          onChange={(typed) => onChange({ ...scale, max: end(typed) })}
        />
      </div>
      <div className={classes.labelled}>
        <span>
          <Trans>Words at the lowest mark, if any</Trans>
        </span>
        <TextFields
          name={t`Words at the lowest mark`}
          text={scale.min_label ?? NO_WORDS}
          reasons={under(reasons, "min_label")}
          onChange={(text) => onChange({ ...scale, min_label: orNone(text) })}
        />
      </div>
      <div className={classes.labelled}>
        <span>
          <Trans>Words at the highest mark, if any</Trans>
        </span>
        <TextFields
          name={t`Words at the highest mark`}
          text={scale.max_label ?? NO_WORDS}
          reasons={under(reasons, "max_label")}
          onChange={(text) => onChange({ ...scale, max_label: orNone(text) })}
        />
      </div>
    </>
  );
}

type NumberShape = NonNullable<Question["number"]>;
type NumberFieldsProps = {
  number: NumberShape;
  reasons: Record<string, string>;
  onChange: (number: NumberShape | null) => void;
};

function NumberFields({ number, reasons, onChange }: NumberFieldsProps) {
  const { t } = useLingui();
  const limit = (typed: string | number) =>
    Number.isFinite(Number.parseFloat(String(typed))) ? Number(typed) : null;
  const set = (part: Partial<NumberShape>) => {
    const whole = { ...number, ...part };
    onChange(whole.min === null && whole.max === null && whole.unit === null ? null : whole);
  };
  return (
    <div className={classes.row}>
      <NumberInput
        w={130}
        label={t`At least`}
        placeholder={t`no limit`}
        value={number.min ?? ""}
        error={reasons.min}
        onChange={(typed) => set({ min: limit(typed) })}
      />
      <NumberInput
        w={130}
        label={t`At most`}
        placeholder={t`no limit`}
        value={number.max ?? ""}
        error={reasons.max}
        onChange={(typed) => set({ max: limit(typed) })}
      />
      <TextInput
        w={130}
        label={t`Unit`}
        maxLength={20}
        value={number.unit ?? ""}
        error={reasons.unit}
        onChange={({ currentTarget }) => set({ unit: currentTarget.value || null })}
      />
    </div>
  );
}
