import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Group, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Campaign } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import type { ClientField, Operator, Rule } from "./requests";
import { useEveryDisposition } from "./useEveryDisposition";
import { CLIENT_FIELD, OPERATOR, VALUE } from "./words";

const WIDTH = { field: 190, operator: 140, value: 220 };

type SelectionRuleProps = {
  rule: Rule;
  fields: ClientField[];
  campaign: Campaign;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
};

/** One comparison: what of a client, how, with what. */
export function SelectionRule({ rule, fields, campaign, onChange, onRemove }: SelectionRuleProps) {
  const { t, i18n } = useLingui();
  const field = fields.find(({ name }) => name === rule.field);
  const fieldName = (name: string) => {
    const known = CLIENT_FIELD[name];
    return known ? i18n._(known) : name;
  };
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Select
        w={WIDTH.field}
        aria-label={t`What of a client`}
        allowDeselect={false}
        data={fields.map(({ name }) => ({ value: name, label: fieldName(name) }))}
        value={rule.field}
        onChange={(name) => {
          const chosen = fields.find((one) => one.name === name);
          if (chosen) onChange({ field: chosen.name, operator: chosen.operators[0] ?? "=", value: null });
        }}
      />
      <Select
        w={WIDTH.operator}
        aria-label={t`How it is compared`}
        allowDeselect={false}
        data={(field?.operators ?? []).map((operator) => ({
          value: operator,
          label: i18n._(OPERATOR[operator]),
        }))}
        value={rule.operator}
        onChange={(operator) =>
          operator && onChange({ ...rule, operator: operator as Operator, value: null })
        }
      />
      {field && <RuleValue rule={rule} field={field} campaign={campaign} onChange={onChange} />}
      <ActionIcon variant="subtle" color="gray" mt={4} aria-label={t`Remove the rule`} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </Group>
  );
}

type RuleValueProps = {
  rule: Rule;
  field: ClientField;
  campaign: Campaign;
  onChange: (rule: Rule) => void;
};

function RuleValue({ rule, field, campaign, onChange }: RuleValueProps) {
  const { t } = useLingui();
  const labelOf = useLabels(field, campaign);
  const { operator, value } = rule;
  if (operator === "null" || operator === "notNull") return <div style={{ width: WIDTH.value }} />;
  const common = { w: WIDTH.value, "aria-label": t`Value` };
  const choices = field.values.map((one) => ({ value: one, label: labelOf(one) }));
  if (operator === "in" || operator === "notIn")
    return (
      <MultiSelect
        {...common}
        searchable
        data={choices}
        value={Array.isArray(value) ? value : []}
        onChange={(value) => onChange({ ...rule, value })}
      />
    );
  const single = typeof value === "string" ? value : "";
  if (field.kind === "number" || field.kind === "days_ago")
    return (
      <NumberInput
        {...common}
        min={0}
        allowDecimal={false}
        value={single}
        onChange={(typed) => onChange({ ...rule, value: typed === "" ? null : String(typed) })}
      />
    );
  if (choices.length > 0)
    return (
      <Select
        {...common}
        searchable
        data={choices}
        value={single || null}
        onChange={(value) => onChange({ ...rule, value })}
      />
    );
  return (
    <TextInput
      {...common}
      value={single}
      onChange={({ currentTarget: { value } }) => onChange({ ...rule, value })}
    />
  );
}

/** What the values of a field are called. */
function useLabels(field: ClientField, campaign: Campaign): (value: string) => string {
  const { i18n } = useLingui();
  const translated = useTranslated();
  const dispositions = useEveryDisposition(campaign);
  const campaigns = useQuery({
    queryKey: ["campaigns"],
    queryFn: api.campaigns,
    enabled: field.name === "campaign",
  });
  return (value) => {
    if (field.name === "campaign") return campaigns.data?.find(({ id }) => id === value)?.name ?? value;
    const disposition = dispositions.find(({ code }) => code === value);
    if (field.name === "last_disposition" && disposition) return translated(disposition.label);
    const known = VALUE[value];
    return known ? i18n._(known) : value;
  };
}
