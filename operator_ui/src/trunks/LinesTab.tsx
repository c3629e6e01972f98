import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { errorText, fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { readable } from "../client/phoneNumber";
import { useLive } from "../live/LiveProvider";
import { momentText } from "../time/duration";
import { CallerIdDialog } from "./CallerIdDialog";
import { CallerIdFields } from "./CallerIdFields";
import { LineLimitNote } from "./LineLimitNote";
import { RowActions } from "./RowActions";
import { type CallerId, type CallerIdWanted, callerIds as server } from "./requests";
import { TrunkStateShown } from "./TrunkStateShown";
import classes from "./Trunks.module.css";
import { LINE_LIMIT } from "./words";

/** Over which lines a campaign calls, and which numbers its clients see. */
export function LinesTab({ campaign }: { campaign: Campaign }) {
  const { i18n } = useLingui();
  const numbers = useQuery({
    queryKey: ["caller-ids", campaign.id],
    queryFn: () => server.all(campaign.id),
    refetchInterval: 5_000,
  });
  return (
    <>
      <section className={classes.panel}>
        <h2 className={classes.title}>
          <Trans>Caller IDs</Trans>
        </h2>
        <p className={classes.hint}>
          <Trans>
            Clients see a number of their own region first, else the least used one. Without any number here
            they see the campaign's one caller ID, or the trunk's; with all of them switched off nobody is
            called.
          </Trans>
        </p>
        {numbers.isPending && <Loader type="dots" />}
        {numbers.isError && (
          <Alert color="red" role="alert">
            {errorText(i18n, numbers.error)}
          </Alert>
        )}
        {numbers.data && numbers.data.length > 0 && (
          <CallerIdTable campaign={campaign} numbers={numbers.data} />
        )}
        <CallerIdForm campaign={campaign} />
      </section>
      <TrunksNow campaign={campaign} />
    </>
  );
}

function CallerIdTable({ campaign, numbers }: { campaign: Campaign; numbers: CallerId[] }) {
  const { t } = useLingui();
  const [edited, setEdited] = useState<CallerId | null>(null);
  return (
    <>
      <table className={classes.table} aria-label={t`Caller IDs`}>
        <thead>
          <tr>
            <th>{t`Phone number`}</th>
            <th>{t`Region`}</th>
            <th>{t`Calls today`}</th>
            <th>{t`Rest after the cap, hours`}</th>
            <th>{t`In use`}</th>
            <th aria-label={t`Actions`} />
          </tr>
        </thead>
        <tbody>
          {numbers.map((number) => (
            <CallerIdRow
              key={number.id}
              campaign={campaign}
              number={number}
              onEdit={() => setEdited(number)}
            />
          ))}
        </tbody>
      </table>
      {edited && <CallerIdDialog campaign={campaign} number={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

type CallerIdRowProps = { campaign: Campaign; number: CallerId; onEdit: () => void };

function CallerIdRow({ campaign, number, onEdit }: CallerIdRowProps) {
  const { t, i18n } = useLingui();
  const { phone_number, region, daily_cap, rest_hours } = number;
  const shown = readable(phone_number);
  return (
    <tr data-off={!number.is_active || undefined}>
      <td className={classes.number}>{shown}</td>
      <td>{region || t({ message: "any", context: "of regions" })}</td>
      <td className={classes.number}>
        {i18n.number(number.used_today)} / {daily_cap === null ? "∞" : i18n.number(daily_cap)}
        {number.rests_until && (
          <div className={classes.muted}>
            <Trans>rests until {momentText(number.rests_until, Date.now(), i18n.locale)}</Trans>
          </div>
        )}
      </td>
      <td className={classes.number}>{i18n.number(rest_hours)}</td>
      <RowActions
        name={shown}
        switchLabel={t`${shown} is used`}
        isActive={number.is_active}
        queryKey={["caller-ids", campaign.id]}
        turn={(is_active) => server.change(campaign.id, number.id, { is_active })}
        remove={() => server.remove(campaign.id, number.id)}
        onEdit={onEdit}
      />
    </tr>
  );
}

const NONE: CallerIdWanted = { phone_number: "", region: "", daily_cap: 100, rest_hours: 12 };

function CallerIdForm({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [wanted, setWanted] = useState(NONE);
  const add = useMutation({
    mutationFn: () => server.add(campaign.id, wanted),
    onSuccess: () => {
      setWanted({ ...wanted, phone_number: "" });
      return queryClient.invalidateQueries({ queryKey: ["caller-ids", campaign.id] });
    },
    onError: useReportBeside("phone_number", "region", "daily_cap", "rest_hours"),
  });
  const reasons = fieldReasons(i18n, add.error);
  const set = (change: Partial<CallerIdWanted>) => setWanted({ ...wanted, ...change });
  return (
    <form
      className={classes.row}
      aria-label={t`Add a caller ID`}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <TextInput
        label={t`Phone number`}
        type="tel"
        value={wanted.phone_number}
        error={reasons.phone_number}
        onChange={({ currentTarget }) => set({ phone_number: currentTarget.value })}
      />
      <CallerIdFields campaignId={campaign.id} wanted={wanted} reasons={reasons} onChange={set} />
      <Button
        type="submit"
        leftSection={<IconPlus size={16} />}
        disabled={wanted.phone_number.trim() === ""}
        loading={add.isPending}
      >
        <Trans>Add</Trans>
      </Button>
    </form>
  );
}

/** The trunks are everybody's; here to see whether they hold the campaign up. */
function TrunksNow({ campaign }: { campaign: Campaign }) {
  const { i18n } = useLingui();
  const figures = useLive((live) => live.floor?.figures);
  const pace = figures?.campaigns.find(({ id }) => id === campaign.id)?.pace;
  return (
    <section className={classes.panel}>
      <h2 className={classes.title}>
        <Trans>Trunks now</Trans>
      </h2>
      {pace && <LineLimitNote pace={pace} />}
      {figures?.trunks.length === 0 && !pace?.limited_by && (
        <p className={classes.hint}>{i18n._(LINE_LIMIT.no_trunk)}</p>
      )}
      <table className={classes.table}>
        <tbody>
          {(figures?.trunks ?? []).map((trunk) => (
            <tr key={trunk.id}>
              <td className={classes.name}>{trunk.name || <Trans>Trunk of the server’s settings</Trans>}</td>
              <td>
                <TrunkStateShown now={trunk} />
              </td>
              <td className={classes.number}>
                <Trans>
                  calls: {i18n.number(trunk.calls)} of{" "}
                  {trunk.channel_limit === null ? "∞" : i18n.number(trunk.channel_limit)}
                </Trans>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
