import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../app/errorText";
import { useLive } from "../live/LiveProvider";
import { RowActions } from "./RowActions";
import { trunks as server, type Trunk, type TrunkFigures } from "./requests";
import { TrunkForm, wantedOf } from "./TrunkForm";
import { TrunkStateShown } from "./TrunkStateShown";
import classes from "./Trunks.module.css";

/** The ways to the telephone network: what each may carry, and how each fares at this moment. */
export function TrunksPage() {
  const { t, i18n } = useLingui();
  const trunks = useQuery({ queryKey: ["trunks"], queryFn: server.all });
  const [edited, setEdited] = useState<Trunk | "new" | null>(null);
  const figures = useLive((live) => live.floor?.figures.trunks) ?? [];
  if (trunks.isPending) return <Loader type="dots" />;
  if (trunks.isError)
    return (
      <Alert color="red" role="alert">
        {errorText(i18n, trunks.error)}
      </Alert>
    );
  const isNew = edited === "new";
  return (
    <section className={classes.panel}>
      <div className={classes.head}>
        <div>
          <h1 className={classes.title}>
            <Trans>Trunks</Trans>
          </h1>
          <p className={classes.hint}>
            <Trans>
              Trunks that have room share the calls by weight. What is changed holds from the next call on.
            </Trans>
          </p>
        </div>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
          <Trans>New trunk</Trans>
        </Button>
      </div>
      {trunks.data.length === 0 ? (
        <p className={classes.hint}>
          <Trans>
            No trunk is entered: calls go over the one trunk of the server's settings, without limits.
          </Trans>
        </p>
      ) : (
        <table className={classes.table} aria-label={t`Trunks`}>
          <thead>
            <tr>
              <th>{t({ message: "Name", context: "of a thing" })}</th>
              <th>{t({ message: "State", context: "of a trunk" })}</th>
              <th>{t`Calls`}</th>
              <th>{t`Calls per second`}</th>
              <th>{t`Weight`}</th>
              <th>{t`In use`}</th>
              <th aria-label={t`Actions`} />
            </tr>
          </thead>
          <tbody>
            {trunks.data.map((trunk) => (
              <TrunkRow
                key={trunk.id}
                trunk={trunk}
                now={figures.find(({ id }) => id === trunk.id) ?? null}
                onEdit={() => setEdited(trunk)}
              />
            ))}
          </tbody>
        </table>
      )}
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        size="lg"
        title={isNew ? t`New trunk` : edited?.name}
      >
        <TrunkForm trunk={isNew ? null : edited} onDone={() => setEdited(null)} />
      </Modal>
    </section>
  );
}

type TrunkRowProps = { trunk: Trunk; now: TrunkFigures | null; onEdit: () => void };

function TrunkRow({ trunk, now, onEdit }: TrunkRowProps) {
  const { t, i18n } = useLingui();
  const ofLimit = (count: number | undefined, limit: number | null) =>
    `${i18n.number(count ?? 0)} / ${limit === null ? "∞" : i18n.number(limit)}`;
  const { connection } = trunk;
  return (
    <tr data-off={!trunk.is_active || undefined} data-trunk={trunk.name}>
      <td>
        <div className={classes.name}>{trunk.name}</div>
        <div className={classes.muted}>
          {connection ? `${connection.host}:${connection.port}` : trunk.dial_template}
        </div>
      </td>
      <td>{now ? <TrunkStateShown now={now} /> : t({ message: "off", context: "of a trunk" })}</td>
      <td className={classes.number}>{ofLimit(now?.calls, trunk.channel_limit)}</td>
      <td className={classes.number}>{ofLimit(now?.calls_last_second, trunk.calls_per_second)}</td>
      <td className={classes.number}>{i18n.number(trunk.weight)}</td>
      <RowActions
        name={trunk.name}
        switchLabel={t`${trunk.name} carries calls`}
        isActive={trunk.is_active}
        queryKey={["trunks"]}
        turn={(is_active) => server.change(trunk.id, { ...wantedOf(trunk), is_active })}
        remove={() => server.remove(trunk.id)}
        onEdit={onEdit}
      />
    </tr>
  );
}
