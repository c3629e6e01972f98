import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { readable } from "../client/phoneNumber";
import { CallerIdFields } from "./CallerIdFields";
import { type CallerId, type CallerIdChange, callerIds as server } from "./requests";
import classes from "./Trunks.module.css";

type CallerIdDialogProps = { campaign: Campaign; number: CallerId; onClose: () => void };

/** Changes a caller ID and leaves the calls that it has made today counted. */
export function CallerIdDialog({ campaign, number, onClose }: CallerIdDialogProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [change, setChange] = useState<CallerIdChange>({});
  const wanted = { ...number, ...change };
  const save = useMutation({
    mutationFn: () => server.change(campaign.id, number.id, change),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["caller-ids", campaign.id] });
      onClose();
    },
    onError: useReportBeside("region", "daily_cap", "rest_hours"),
  });
  const set = (more: CallerIdChange) => setChange({ ...change, ...more });
  return (
    <Modal opened onClose={onClose} title={readable(number.phone_number)}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <CallerIdFields
          campaignId={campaign.id}
          wanted={wanted}
          reasons={fieldReasons(i18n, save.error)}
          onChange={set}
        />
        <Switch
          label={t`In use`}
          checked={wanted.is_active}
          onChange={({ currentTarget: { checked } }) => set({ is_active: checked })}
        />
        <p className={classes.muted}>
          <Trans>
            The {i18n.number(number.used_today)} calls of today stay counted. The number rests as long as the
            cap is reached.
          </Trans>
        </p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  );
}
