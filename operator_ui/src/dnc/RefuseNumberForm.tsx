import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { IconPhoneOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api/client";
import type { Campaign } from "../api/types";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import classes from "./DncRegister.module.css";

/** Enters one number, for all campaigns or for one. */
export function RefuseNumberForm({ campaign }: { campaign: Campaign | null }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const refuse = useMutation({
    mutationFn: () =>
      api.refuseNumber({ phone_number: number, reason: reason.trim(), campaign_id: campaign?.id ?? null }),
    onSuccess: () => {
      setNumber("");
      setReason("");
      return queryClient.invalidateQueries({ queryKey: ["dnc"] });
    },
    onError: useReportBeside("phone_number", "reason"),
  });
  const reasons = fieldReasons(i18n, refuse.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    refuse.mutate();
  };
  return (
    <form className={classes.row} onSubmit={submit} aria-label={t`Refuse a number`}>
      <TextInput
        className={classes.number}
        type="tel"
        aria-label={t`Phone number`}
        placeholder={t`Phone number`}
        value={number}
        error={reasons.phone_number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <TextInput
        className={classes.reason}
        aria-label={t`Reason`}
        placeholder={t`Reason (may stay empty)`}
        maxLength={200}
        value={reason}
        error={reasons.reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        disabled={number.trim() === ""}
        loading={refuse.isPending}
        leftSection={<IconPhoneOff size={16} stroke={1.8} />}
      >
        <Trans>Do not call</Trans>
      </Button>
    </form>
  );
}
