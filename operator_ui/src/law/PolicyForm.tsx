import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, NumberInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldReasons, reasonOf } from "../app/errorText";
import { HoursForm } from "./HoursForm";
import classes from "./PolicyForm.module.css";
import { law, type Policy, type PolicyShown, type PolicyWanted } from "./requests";
import { SafeHarbourFields } from "./SafeHarbourFields";

type PolicyFormProps = {
  policy: PolicyShown;
  /** What it begins with: its own rules, or another's where they cannot be read. */
  rules: Policy;
  onSaved: () => void;
  onCancel: () => void;
};

/** Every rule of a policy of the house's own. */
export function PolicyForm({ policy: before, rules, onSaved, onCancel }: PolicyFormProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [{ name, policy }, setWanted] = useState<PolicyWanted>({ name: before.name, policy: rules });
  const save = useMutation({
    mutationFn: () => law.changePolicy(before.id, { name, policy }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["policies"] });
      onSaved();
    },
  });
  // Over what stands by then: an upload that ends late undoes nothing typed meanwhile.
  const set = (change: Partial<Policy>) =>
    setWanted((standing) => ({ ...standing, policy: { ...standing.policy, ...change } }));
  const reasons = fieldReasons(i18n, save.error);
  const limited = (typed: string | number) => (typed === "" ? null : Number(typed));

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className={classes.fields}>
        <TextInput
          label={t`Name in Russian`}
          required
          value={name.ru}
          error={reasons["name.ru"]}
          onChange={({ currentTarget }) => setWanted({ policy, name: { ...name, ru: currentTarget.value } })}
        />
        <TextInput
          label={t`Name in English`}
          required
          value={name.en}
          error={reasons["name.en"]}
          onChange={({ currentTarget }) => setWanted({ policy, name: { ...name, en: currentTarget.value } })}
        />
        <NumberInput
          label={t`Abandoned calls, at most, %`}
          required
          min={0}
          max={100}
          decimalScale={2}
          value={rounded(policy.abandon_limit * 100)}
          error={reasons["policy.abandon_limit"]}
          onChange={(typed) => set({ abandon_limit: Number(typed) / 100 })}
        />
        <div className={classes.choice}>
          <span>
            <Trans>Counted over</Trans>
          </span>
          <SegmentedControl
            aria-label={t`Counted over`}
            value={String(policy.abandon_window_days)}
            data={[
              { value: "1", label: t`a day` },
              { value: "30", label: t`30 days` },
            ]}
            onChange={(days) => set({ abandon_window_days: days === "30" ? 30 : 1 })}
          />
        </div>
        <NumberInput
          label={t`Operator connected within, s`}
          required
          min={0}
          max={30}
          decimalScale={1}
          step={0.5}
          value={policy.grace_seconds}
          error={reasons["policy.grace_seconds"]}
          onChange={(typed) => set({ grace_seconds: Number(typed) })}
        />
        <div className={classes.choice}>
          <span>
            <Trans>Counted from</Trans>
          </span>
          <SegmentedControl
            aria-label={t`Counted from`}
            value={policy.grace_from}
            data={[
              { value: "answer", label: t`the answer` },
              { value: "greeting", label: t`the greeting's end` },
            ]}
            onChange={(from) => set({ grace_from: from === "greeting" ? "greeting" : "answer" })}
          />
        </div>
        <NumberInput
          label={t`Minimum ring time, s`}
          required
          min={0}
          max={120}
          allowDecimal={false}
          value={policy.minimum_ring_seconds}
          error={reasons["policy.minimum_ring_seconds"]}
          onChange={(typed) => set({ minimum_ring_seconds: Number(typed) })}
        />
        <NumberInput
          label={t`Attempts per number in 24 hours`}
          placeholder={t`no limit`}
          min={1}
          max={100}
          allowDecimal={false}
          value={policy.attempts_per_day ?? ""}
          error={reasons["policy.attempts_per_day"]}
          onChange={(typed) => set({ attempts_per_day: limited(typed) })}
        />
        <NumberInput
          label={t`Attempts per number in 7 days`}
          placeholder={t`no limit`}
          min={1}
          max={700}
          allowDecimal={false}
          value={policy.attempts_per_week ?? ""}
          error={reasons["policy.attempts_per_week"]}
          onChange={(typed) => set({ attempts_per_week: limited(typed) })}
        />
        <NumberInput
          label={t`Pause after an abandoned call, hours`}
          required
          min={0}
          max={744}
          allowDecimal={false}
          value={policy.pause_after_abandonment_hours}
          error={reasons["policy.pause_after_abandonment_hours"]}
          onChange={(typed) => set({ pause_after_abandonment_hours: Number(typed) })}
        />
        <NumberInput
          label={t`People among detected machines, %`}
          required
          min={0}
          max={100}
          decimalScale={2}
          value={rounded(policy.machine_false_positive_rate * 100)}
          error={reasons["policy.machine_false_positive_rate"]}
          onChange={(typed) => set({ machine_false_positive_rate: Number(typed) / 100 })}
        />
      </div>
      <div className={classes.fields}>
        <Textarea
          label={t`Legal basis, in Russian`}
          autosize
          maxLength={2000}
          value={policy.basis.ru}
          error={reasons["policy.basis.ru"]}
          onChange={({ currentTarget }) => set({ basis: { ...policy.basis, ru: currentTarget.value } })}
        />
        <Textarea
          label={t`Legal basis, in English`}
          autosize
          maxLength={2000}
          value={policy.basis.en}
          error={reasons["policy.basis.en"]}
          onChange={({ currentTarget }) => set({ basis: { ...policy.basis, en: currentTarget.value } })}
        />
      </div>
      <SafeHarbourFields policy={policy} reason={reasons["policy.safe_harbour"]} onChange={set} />
      <HoursForm
        hours={policy.calling_hours}
        reasons={reasons}
        onChange={(calling_hours) => set({ calling_hours })}
      />
      {save.isError && (
        <Alert color="red" role="alert">
          {reasonOf(i18n, save.error)}
        </Alert>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending}>
          <Trans>Save</Trans>
        </Button>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}

/** 0.07 × 100 is 7.000000000000001. */
function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
