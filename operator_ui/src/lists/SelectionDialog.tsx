import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Loader, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { errorText } from "../app/errorText";
import { type ClientField, type Condition, type Rule, selections } from "./requests";
import { SelectionRule } from "./SelectionRule";

const COUNT_AFTER_MS = 400;

/** Clients for whom a condition holds become leads of a new list; how many is counted while it is written. */
export function SelectionDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const fields = useQuery({
    queryKey: ["selection-fields", campaign.id],
    queryFn: () => selections.fields(campaign.id),
  });
  const [combinator, setCombinator] = useState<Condition["combinator"]>("and");
  const [rules, setRules] = useState<Rule[]>([]);
  const [name, setName] = useState("");
  const isWritten = rules.every(isComplete);
  const condition: Condition = { combinator, rules: rules.filter(isComplete) };
  const [asked] = useDebouncedValue(JSON.stringify(condition), COUNT_AFTER_MS);
  const counted = useQuery({
    queryKey: ["selection-count", campaign.id, asked],
    queryFn: () => selections.count(campaign.id, JSON.parse(asked) as Condition),
  });
  const start = useMutation({
    mutationFn: () => selections.start(campaign.id, condition, name),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["selections", campaign.id] });
      await queryClient.invalidateQueries({ queryKey: ["lists", campaign.id] });
      onClose();
    },
  });
  const problem = start.error ?? counted.error;
  return (
    <Modal opened onClose={onClose} size="lg" title={t`Select from clients`} closeOnClickOutside={false}>
      {fields.isPending && <Loader type="dots" />}
      {fields.data && (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            <Trans>
              Clients without a number, and those who are leads of this campaign already, are left out.
            </Trans>
          </Text>
          {rules.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t`How the rules are joined`}
              data={[
                { value: "and", label: t`All rules hold` },
                { value: "or", label: t`Any rule holds` },
              ]}
              value={combinator}
              onChange={(value) => setCombinator(value as Condition["combinator"])}
            />
          )}
          {rules.map((rule, place) => (
            <SelectionRule
              key={place}
              rule={rule}
              fields={fields.data}
              campaign={campaign}
              onChange={(changed) => setRules(rules.map((one, other) => (other === place ? changed : one)))}
              onRemove={() => setRules(rules.filter((_, other) => other !== place))}
            />
          ))}
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} stroke={2} />}
              onClick={() => setRules([...rules, firstRule(fields.data)])}
            >
              <Trans>Add a rule</Trans>
            </Button>
          </Group>
          <TextInput
            label={t`Name of the new list`}
            required
            maxLength={200}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          {problem && (
            <Alert color="red" role="alert">
              {errorText(i18n, problem)}
            </Alert>
          )}
          <Group justify="space-between">
            <Text size="sm" fw={570} role="status">
              {!isWritten && <Trans>Fill in or remove the rule that has no value.</Trans>}
              {isWritten && counted.data && (
                <Plural
                  value={counted.data.clients}
                  one="# client is found"
                  few="# clients are found"
                  many="# clients are found"
                  other="# clients are found"
                />
              )}
            </Text>
            <Button
              disabled={!isWritten || !name.trim() || !counted.data?.clients}
              loading={start.isPending}
              onClick={() => start.mutate()}
            >
              <Trans>Add to the list</Trans>
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function firstRule(fields: ClientField[]): Rule {
  const [field] = fields.filter(({ name }) => name === "region").concat(fields);
  return { field: field?.name ?? "", operator: field?.operators[0] ?? "=", value: null };
}

/** A rule that is being written asks for nothing yet; left out, it would let everybody in. */
function isComplete({ operator, value }: Rule): boolean {
  return operator === "null" || operator === "notNull" || (value !== null && value.length > 0);
}
