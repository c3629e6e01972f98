import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import type { Condition, Question, Rule } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import { typedDate } from "../time/typedDate";
import classes from "./DocumentsTab.module.css";
import { firstRule, needsValue, OPERATORS, onlyRule, shownIf } from "./parts";
import { COMPARISON } from "./words";

type ShownIfFieldsProps = {
  condition: Condition | null;
  earlier: Question[];
  reasons: Record<string, string>;
  onChange: (condition: Condition | null) => void;
};

/** On which earlier answer a question hangs, if on any. */
export function ShownIfFields({ condition, earlier, reasons, onChange }: ShownIfFieldsProps) {
  const { t } = useLingui();
  const nearest = earlier.at(-1);
  const rule = condition && onlyRule(condition);
  if (!condition && !nearest) return null;
  return (
    <div className={classes.labelled}>
      <Checkbox
        label={t`Asked only after a certain answer`}
        checked={condition !== null}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.checked && nearest ? shownIf(firstRule(nearest)) : null)
        }
      />
      {rule && (
        <RuleFields
          rule={rule}
          earlier={earlier}
          reasons={reasons}
          onChange={(changed) => onChange(shownIf(changed))}
        />
      )}
      {condition && !rule && (
        <p className={classes.note}>
          <Trans>It hangs on several answers at once; that can be kept or removed here, not changed.</Trans>{" "}
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(null)}>
            <Trans>Ask always</Trans>
          </Button>
        </p>
      )}
    </div>
  );
}

type RuleFieldsProps = {
  rule: Rule;
  earlier: Question[];
  reasons: Record<string, string>;
  onChange: (rule: Rule) => void;
};

function RuleFields({ rule, earlier, reasons, onChange }: RuleFieldsProps) {
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  const asked = earlier.find(({ id }) => id === rule.field);
  const at = (part: string) => reasons[`.rules.0.${part}`];
  const gone = asked ? undefined : t`This question is not above any more`;
  return (
    <div className={classes.row}>
      <Select
        className={classes.grows}
        aria-label={t`Which question`}
        allowDeselect={false}
        value={asked ? rule.field : null}
        error={at("field") ?? gone}
        data={earlier.map(({ id, text }, place) => ({
          value: id,
          label: `${place + 1}. ${translated(text)}`,
        }))}
        onChange={(id) => {
          const chosen = earlier.find((question) => question.id === id);
          if (chosen) onChange(firstRule(chosen));
        }}
      />
      {asked && (
        <Select
          w={180}
          aria-label={t`How it is compared`}
          allowDeselect={false}
          value={rule.operator}
          error={at("operator")}
          data={[...new Set([...OPERATORS[asked.kind], rule.operator])].map((operator) => ({
            value: operator,
            label: i18n._(COMPARISON[operator]),
          }))}
          onChange={(operator) => operator && onChange(compared(rule, operator as Rule["operator"], asked))}
        />
      )}
      {asked && needsValue(rule.operator) && (
        <RuleValue rule={rule} asked={asked} reason={at("value")} onChange={onChange} />
      )}
    </div>
  );
}

function compared(rule: Rule, operator: Rule["operator"], asked: Question): Rule {
  if (!needsValue(operator)) return { ...rule, operator, value: null };
  const value = needsValue(rule.operator) ? rule.value : firstRule(asked).value;
  return { ...rule, operator, value };
}

type RuleValueProps = {
  rule: Rule;
  asked: Question;
  reason: string | undefined;
  onChange: (rule: Rule) => void;
};

function RuleValue({ rule, asked, reason, onChange }: RuleValueProps) {
  const { t } = useLingui();
  const translated = useTranslated();
  const common = { w: 190, "aria-label": t`Value`, error: reason };
  const value = rule.value;
  switch (asked.kind) {
    case "single":
    case "multiple":
      return (
        <Select
          {...common}
          allowDeselect={false}
          value={asked.options.some(({ id }) => id === value) ? String(value) : null}
          error={reason ?? (asked.options.some(({ id }) => id === value) ? undefined : t`Choose an answer`)}
          data={asked.options.map(({ id, label }) => ({ value: id, label: translated(label) || "—" }))}
          onChange={(id) => onChange({ ...rule, value: id })}
        />
      );
    case "scale":
    case "number":
      return (
        <NumberInput
          {...common}
          allowDecimal={asked.kind === "number"}
          value={typeof value === "number" ? value : ""}
          onChange={(typed) => onChange({ ...rule, value: typeof typed === "number" ? typed : null })}
        />
      );
    case "date":
      return (
        <DateInput
          {...common}
          placeholder={t`DD.MM.YYYY`}
          valueFormat="DD.MM.YYYY"
          dateParser={typedDate}
          value={typeof value === "string" ? value : null}
          onChange={(date) => onChange({ ...rule, value: date })}
        />
      );
    case "text":
      return (
        <TextInput
          {...common}
          value={typeof value === "string" ? value : ""}
          onChange={({ currentTarget }) => onChange({ ...rule, value: currentTarget.value })}
        />
      );
  }
}
