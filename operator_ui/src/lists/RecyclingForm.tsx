import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Checkbox, Loader, NumberInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorText } from "../app/errorText";
import { useReport } from "../app/useReport";
import classes from "./ListsTab.module.css";
import { type Ending, lists, type Recycling } from "./requests";
import { ENDING } from "./words";

const ENDINGS = Object.keys(ENDING) as Ending[];
const MINUTE_SECONDS = 60;
const USUAL_WAIT_SECONDS = 4 * 3600;
const MOST_TIMES = 99;

/** When leads that reached nobody are tried again: a rule for each ending of an attempt. */
export function RecyclingForm({ campaignId, maxAttempts }: { campaignId: string; maxAttempts: number }) {
  const { i18n } = useLingui();
  const queryKey = ["recycling", campaignId];
  const stored = useQuery({ queryKey, queryFn: () => lists.recycling(campaignId) });
  return (
    <section className={classes.part}>
      <h3>
        <Trans>Retry rules</Trans>
      </h3>
      <p className={classes.hint}>
        <Trans>
          An outcome without a tick closes the lead. No lead is tried more than {maxAttempts} times; a
          client’s several numbers are tried in their order before the long wait.
        </Trans>
      </p>
      {stored.isPending && <Loader type="dots" />}
      {stored.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, stored.error)}
        </Alert>
      )}
      {stored.data && <Rules key={stored.dataUpdatedAt} campaignId={campaignId} stored={stored.data} />}
    </section>
  );
}

type Rule = Recycling["recycling"]["rules"][number];

function Rules({ campaignId, stored }: { campaignId: string; stored: Recycling }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(stored);
  const rules = draft.recycling.rules;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored);
  const save = useMutation({
    mutationFn: () => lists.setRecycling(campaignId, draft),
    onSuccess: (saved) => queryClient.setQueryData(["recycling", campaignId], saved),
    onError: useReport(),
  });
  const setRules = (rules: Rule[]) => setDraft({ ...draft, recycling: { ...draft.recycling, rules } });
  const toggle = (after: Ending, isOn: boolean) => {
    const others = rules.filter((rule) => rule.after !== after);
    const rule = { after, wait_seconds: USUAL_WAIT_SECONDS, times: MOST_TIMES };
    setRules(
      isOn ? ENDINGS.flatMap((one) => [...others, rule].filter(({ after }) => after === one)) : others,
    );
  };
  const set = (after: Ending, change: Partial<Rule>) =>
    setRules(rules.map((rule) => (rule.after === after ? { ...rule, ...change } : rule)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) save.mutate();
  };
  return (
    <form className={classes.part} onSubmit={submit}>
      <div className={classes.rules}>
        <header>
          <span>
            <Trans>After</Trans>
          </span>
          <span>
            <Trans>Retry in, minutes</Trans>
          </span>
          <span>
            <Trans>At most, times</Trans>
          </span>
        </header>
        {ENDINGS.map((after) => {
          const rule = rules.find((one) => one.after === after);
          const name = i18n._(ENDING[after]);
          return [
            <Checkbox
              key={after}
              label={name}
              checked={rule !== undefined}
              onChange={({ currentTarget: { checked } }) => toggle(after, checked)}
            />,
            <NumberInput
              key={`${after}-wait`}
              size="xs"
              aria-label={t`Minutes until the next attempt after: ${name}`}
              min={0}
              max={43_200}
              disabled={!rule}
              value={rule ? rule.wait_seconds / MINUTE_SECONDS : ""}
              onChange={(value) =>
                value !== "" && set(after, { wait_seconds: Math.round(Number(value) * MINUTE_SECONDS) })
              }
            />,
            <NumberInput
              key={`${after}-times`}
              size="xs"
              aria-label={t`Attempts at most after: ${name}`}
              min={1}
              max={MOST_TIMES}
              allowDecimal={false}
              disabled={!rule}
              value={rule ? rule.times : ""}
              onChange={(value) => value !== "" && set(after, { times: Number(value) })}
            />,
          ];
        })}
      </div>
      <div className={classes.fields}>
        <NumberInput
          label={t`The client’s next number after, minutes`}
          min={0}
          max={43_200}
          value={draft.recycling.next_number_seconds / MINUTE_SECONDS}
          onChange={(value) =>
            value !== "" &&
            setDraft({
              ...draft,
              recycling: {
                ...draft.recycling,
                next_number_seconds: Math.round(Number(value) * MINUTE_SECONDS),
              },
            })
          }
        />
        <NumberInput
          label={t`A personal callback opens to everybody after, minutes`}
          min={0}
          max={43_200}
          value={draft.callback_kept_seconds / MINUTE_SECONDS}
          onChange={(value) =>
            value !== "" &&
            setDraft({ ...draft, callback_kept_seconds: Math.round(Number(value) * MINUTE_SECONDS) })
          }
        />
        <Button type="submit" disabled={!isChanged} loading={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  );
}
