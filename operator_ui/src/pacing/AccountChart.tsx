import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import classes from "./PaceChart.module.css";
import type { PaceMoment } from "./paceHistory";
import { type Colour, useChart } from "./useChart";

type AccountChartProps = { history: readonly PaceMoment[] };

/** The abandon account: how many calls may still be lost, and where that is steered to. */
export function AccountChart({ history }: AccountChartProps) {
  const { t } = useLingui();
  const series = useCallback(
    (colour: Colour) => {
      const points = (key: "balance" | "reserve") =>
        history.flatMap(({ atMs, pace: { forecast } }) => (forecast ? [[atMs, forecast[key]] as const] : []));
      return [
        { name: t`Calls that may be lost`, color: colour("--zv-accent"), data: points("balance") },
        { name: t`Reserve`, color: colour("--zv-grey"), isDashed: true, data: points("reserve") },
      ];
    },
    [history, t],
  );
  const element = useChart(history, series);
  return (
    <section className={classes.panel}>
      <h3>
        <Trans>Abandon account</Trans>
      </h3>
      <div ref={element} className={classes.low} role="img" aria-label={t`Abandon account`} />
    </section>
  );
}
