import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import classes from "./PaceChart.module.css";
import { fulfilledOf, type PaceMoment } from "./paceHistory";
import { type Colour, useChart } from "./useChart";

type ForecastChartProps = { history: readonly PaceMoment[] };

/** What was expected of the next seconds, and what came: each forecast stands at the moment it was made. */
export function ForecastChart({ history }: ForecastChartProps) {
  const { t } = useLingui();
  const series = useCallback(
    (colour: Colour) => {
      const fulfilled = fulfilledOf(history);
      const points = (key: "freed" | "freed_came" | "answers" | "answers_came") =>
        fulfilled.map(({ atMs, forecast }) => [atMs, forecast[key]] as const);
      return [
        {
          name: t`Operators freed, expected`,
          color: colour("--zv-green"),
          isDashed: true,
          data: points("freed"),
        },
        { name: t`Operators freed`, color: colour("--zv-green"), data: points("freed_came") },
        { name: t`Answers, expected`, color: colour("--zv-amber"), isDashed: true, data: points("answers") },
        { name: t`Answers`, color: colour("--zv-amber"), data: points("answers_came") },
      ];
    },
    [history, t],
  );
  const element = useChart(history, series);
  return (
    <section className={classes.panel}>
      <h3>
        <Trans>Forecast of ten seconds, and what came</Trans>
      </h3>
      <div ref={element} className={classes.low} role="img" aria-label={t`Forecast and fact`} />
    </section>
  );
}
