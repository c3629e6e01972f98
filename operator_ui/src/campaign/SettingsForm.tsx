import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, type InputWrapperProps, NumberInput, Radio, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api/client";
import type { Campaign, CampaignChange, DncScope, PreviewTimeout } from "../api/types";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { DNC_SCOPE } from "../dnc/words";

import { PREVIEW_TIMEOUT } from "../preview/words";

import { MachineFields } from "./MachineFields";

import { MODE_NAME } from "./modes";
import classes from "./SettingsTab.module.css";

/** What is typed and not saved yet; a number's field may be empty meanwhile. */
type Draft = Partial<
  Pick<
    Campaign,
    "name" | "mode" | "dnc_scope" | "preview_timeout" | "machine_action" | "voice_message_id"
  > & { caller_id: string } & Record<
      "ring_seconds" | "wrap_up_seconds" | "max_attempts" | "preview_seconds",
      number | string
    >
>;

const SHOWN_FIELDS: (keyof Draft)[] = [
  "name",
  "mode",
  "caller_id",
  "ring_seconds",
  "wrap_up_seconds",
  "max_attempts",
  "preview_seconds",
  "preview_timeout",
  "dnc_scope",
  "machine_action",
  "voice_message_id",
];

/** The fields of a row stand on one line; what is said about one comes below it. */
const FIELD_ORDER: InputWrapperProps["inputWrapperOrder"] = ["label", "input", "description", "error"];

/** Sends only what differs: another supervisor's change of another field stands. */
function changeOf(draft: Draft, campaign: Campaign): CampaignChange {
  const stored: Record<string, unknown> = { ...campaign, caller_id: campaign.caller_id ?? "" };
  return Object.fromEntries(Object.entries(draft).filter(([field, value]) => value !== stored[field]));
}

export function SettingsForm({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>({});
  const change = changeOf(draft, campaign);
  const isChanged = Object.keys(change).length > 0;
  const save = useMutation({
    mutationFn: () => api.changeCampaign(campaign.id, change),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
      void queryClient.invalidateQueries({ queryKey: ["changes"] });
      setDraft({});
    },
    onError: useReportBeside(...SHOWN_FIELDS),
  });
  const reasons = fieldReasons(i18n, save.error);
  const set = (change: Draft) => setDraft((before) => ({ ...before, ...change }));
  const reset = () => {
    setDraft({});
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) save.mutate();
  };
  const seconds = {
    suffix: ` ${t`s`}`,
    allowDecimal: false,
    allowNegative: false,
    className: classes.field,
    inputWrapperOrder: FIELD_ORDER,
  };

  return (
    <form className={classes.form} onSubmit={submit} aria-label={t`Settings`}>
      <TextInput
        className={classes.wide}
        label={t({ message: "Name", context: "of a thing" })}
        maxLength={200}
        value={draft.name ?? campaign.name}
        error={reasons.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        className={classes.field}
        label={t`Mode`}
        allowDeselect={false}
        value={draft.mode ?? campaign.mode}
        data={Object.entries(MODE_NAME).map(([value, name]) => ({ value, label: i18n._(name) }))}
        error={reasons.mode}
        onChange={(mode) => mode && set({ mode: mode as Campaign["mode"] })}
      />
      <TextInput
        className={classes.field}
        type="tel"
        label={t`Caller ID`}
        placeholder={t`The trunk's own number`}
        value={draft.caller_id ?? campaign.caller_id ?? ""}
        error={reasons.caller_id}
        onChange={(event) => set({ caller_id: event.currentTarget.value })}
      />
      <NumberInput
        {...seconds}
        label={t`Ring time`}
        description={t`Then the call counts as not answered.`}
        value={draft.ring_seconds ?? campaign.ring_seconds}
        error={reasons.ring_seconds}
        onChange={(ring_seconds) => set({ ring_seconds })}
      />
      <NumberInput
        {...seconds}
        label={t`Wrap-up`}
        description={t`Then the operator is paused until the disposition is saved.`}
        value={draft.wrap_up_seconds ?? campaign.wrap_up_seconds}
        error={reasons.wrap_up_seconds}
        onChange={(wrap_up_seconds) => set({ wrap_up_seconds })}
      />
      <NumberInput
        {...seconds}
        suffix=""
        label={t`Attempts per lead`}
        description={t`Then the lead is closed.`}
        value={draft.max_attempts ?? campaign.max_attempts}
        error={reasons.max_attempts}
        onChange={(max_attempts) => set({ max_attempts })}
      />
      {(draft.mode ?? campaign.mode) === "preview" && (
        <>
          <NumberInput
            {...seconds}
            label={t`Time to decide on a lead`}
            description={t`So long an operator may look at an offered lead.`}
            value={draft.preview_seconds ?? campaign.preview_seconds}
            error={reasons.preview_seconds}
            onChange={(preview_seconds) => set({ preview_seconds })}
          />
          <Select
            className={classes.field}
            label={t`When the time is over`}
            allowDeselect={false}
            value={draft.preview_timeout ?? campaign.preview_timeout}
            data={Object.entries(PREVIEW_TIMEOUT).map(([value, name]) => ({ value, label: i18n._(name) }))}
            error={reasons.preview_timeout}
            onChange={(timeout) => timeout && set({ preview_timeout: timeout as PreviewTimeout })}
          />
        </>
      )}
      <MachineFields
        value={{
          machine_action: draft.machine_action ?? campaign.machine_action,
          voice_message_id: draft.voice_message_id ?? campaign.voice_message_id,
        }}
        reasons={reasons}
        onChange={set}
      />
      <Radio.Group
        className={classes.wide}
        label={t`“Do not call” holds for`}
        description={t`Where the number goes of somebody who asks an operator not to be called again.`}
        value={draft.dnc_scope ?? campaign.dnc_scope}
        error={reasons.dnc_scope}
        onChange={(dnc_scope) => set({ dnc_scope: dnc_scope as DncScope })}
      >
        <Group mt={8}>
          {Object.entries(DNC_SCOPE).map(([value, name]) => (
            <Radio key={value} value={value} label={i18n._(name)} />
          ))}
        </Group>
      </Radio.Group>
      <Group className={classes.wide}>
        <Button type="submit" disabled={!isChanged} loading={save.isPending}>
          <Trans>Save</Trans>
        </Button>
        <Button variant="default" disabled={!isChanged || save.isPending} onClick={reset}>
          <Trans>Discard changes</Trans>
        </Button>
        <span role="status" className={classes.saved}>
          {save.isSuccess && !isChanged && <Trans>Saved</Trans>}
        </span>
      </Group>
    </form>
  );
}
