import { Trans, useLingui } from "@lingui/react/macro";
import { Button, NumberInput, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { trunks as server, type Transport, type Trunk, type TrunkWanted } from "./requests";
import classes from "./Trunks.module.css";
import { TRANSPORT } from "./words";

const OWN_TEMPLATE = "PJSIP/{digits}@{trunk}";
const NEW: TrunkWanted = { name: "", dial_template: OWN_TEMPLATE, connection: { host: "" } };
const TRANSPORTS: Transport[] = ["udp", "tcp"];
const FIELDS = [
  ...["name", "dial_template", "weight", "channel_limit", "calls_per_second", "password"],
  ...["connection.host", "connection.port", "connection.username"],
];

type TrunkFormProps = { trunk: Trunk | null; onDone: () => void };

/** All that is set of a trunk. The password is only ever written. */
export function TrunkForm({ trunk, onDone }: TrunkFormProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [wanted, setWanted] = useState<TrunkWanted>(trunk ? wantedOf(trunk) : NEW);
  const save = useMutation({
    mutationFn: () => (trunk ? server.change(trunk.id, wanted) : server.add(wanted)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["trunks"] });
      onDone();
    },
    onError: useReportBeside(...FIELDS),
  });
  const reasons = fieldReasons(i18n, save.error);
  const set = (change: Partial<TrunkWanted>) => setWanted({ ...wanted, ...change });
  const { connection } = wanted;
  const connect = (change: Partial<NonNullable<TrunkWanted["connection"]>>) =>
    set({ connection: { host: "", ...connection, ...change } });
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
          label={t({ message: "Name", context: "of a thing" })}
          required
          data-autofocus
          maxLength={100}
          value={wanted.name}
          error={reasons.name}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        />
        <NumberInput
          label={t`Weight`}
          min={1}
          max={100}
          allowDecimal={false}
          value={wanted.weight ?? 1}
          error={reasons.weight}
          onChange={(typed) => set({ weight: Number(typed) || 1 })}
        />
        <NumberInput
          label={t`Channels at once`}
          placeholder={t`no limit`}
          min={1}
          max={10000}
          allowDecimal={false}
          value={wanted.channel_limit ?? ""}
          error={reasons.channel_limit}
          onChange={(typed) => set({ channel_limit: limited(typed) })}
        />
        <NumberInput
          label={t`Calls per second`}
          placeholder={t`no limit`}
          min={1}
          max={1000}
          allowDecimal={false}
          value={wanted.calls_per_second ?? ""}
          error={reasons.calls_per_second}
          onChange={(typed) => set({ calls_per_second: limited(typed) })}
        />
      </div>
      <Switch
        label={t`Zvonar connects to the carrier`}
        description={t`Off: the endpoint is set up in Asterisk's own configuration.`}
        checked={Boolean(connection)}
        onChange={({ currentTarget: { checked } }) =>
          set(
            checked
              ? { connection: { host: "" }, dial_template: OWN_TEMPLATE }
              : { connection: null, dial_template: "PJSIP/{digits}@trunk" },
          )
        }
      />
      {connection && (
        <div className={classes.fields}>
          <TextInput
            label={t`Carrier's address`}
            required
            placeholder="sip.example.org"
            value={connection.host}
            error={reasons["connection.host"]}
            onChange={({ currentTarget }) => connect({ host: currentTarget.value })}
          />
          <NumberInput
            label={t`Port`}
            min={1}
            max={65535}
            allowDecimal={false}
            value={connection.port ?? 5060}
            error={reasons["connection.port"]}
            onChange={(typed) => connect({ port: Number(typed) || 5060 })}
          />
          <Select
            label={t`Transport`}
            data={TRANSPORTS.map((one) => ({ value: one, label: i18n._(TRANSPORT[one]) }))}
            allowDeselect={false}
            value={connection.transport ?? "udp"}
            onChange={(chosen) => connect({ transport: TRANSPORTS.find((one) => one === chosen) })}
          />
          <TextInput
            label={t`User name at the carrier`}
            placeholder={t`recognised by address`}
            autoComplete="off"
            value={connection.username ?? ""}
            error={reasons["connection.username"]}
            onChange={({ currentTarget }) => connect({ username: currentTarget.value })}
          />
          <PasswordInput
            label={t`Password`}
            placeholder={trunk?.has_password ? t`is kept; type to replace` : ""}
            autoComplete="new-password"
            value={wanted.password ?? ""}
            error={reasons.password}
            onChange={({ currentTarget: { value } }) => set({ password: value === "" ? null : value })}
          />
          <Switch
            mt={28}
            label={t`Registers with the carrier`}
            checked={connection.registers ?? false}
            onChange={({ currentTarget: { checked } }) => connect({ registers: checked })}
          />
        </div>
      )}
      <TextInput
        label={t`Dial template`}
        required
        maxLength={200}
        value={wanted.dial_template}
        error={reasons.dial_template}
        onChange={({ currentTarget }) => set({ dial_template: currentTarget.value })}
      />
      <Switch
        label={t`In use`}
        checked={wanted.is_active ?? true}
        onChange={({ currentTarget: { checked } }) => set({ is_active: checked })}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  );
}

export function wantedOf({ id: _id, exchange_name: _name, has_password: _has, ...set }: Trunk): TrunkWanted {
  return { ...set, password: null };
}
