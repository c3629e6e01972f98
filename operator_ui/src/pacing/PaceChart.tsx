import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import classes from "./PaceChart.module.css";
import type { PaceMoment } from "./paceHistory";
import { type Colour, useChart } from "./useChart";

type Shown = "talking" | "wrapping_up" | "previewing" | "available" | "paused" | "ringing";
type PaceChartProps = { history: readonly PaceMoment[] };

/** Operators by state as a stack, the calls that ring as a line over it. */
export function PaceChart({ history }: PaceChartProps) {
  const { t } = useLingui();
  const series = useCallback(
    (colour: Colour) => {
      const points = (key: Shown) => history.map(({ atMs, pace }) => [atMs, pace[key]] as const);
      const previewing = {
        name: t`Looking at a lead`,
        color: colour("--zv-grey"),
        stack: "operators",
        data: points("previewing"),
      };
      const isPreviewed = history.some(({ pace }) => pace.previewing > 0);
      return [
        { name: t`Talking`, color: colour("--zv-blue"), stack: "operators", data: points("talking") },
        {
          name: t`In wrap-up`,
          color: colour("--zv-amber"),
          stack: "operators",
          data: points("wrapping_up"),
        },
        ...(isPreviewed ? [previewing] : []),
        { name: t`Available`, color: colour("--zv-green"), stack: "operators", data: points("available") },
        { name: t`Paused`, color: colour("--zv-violet"), stack: "operators", data: points("paused") },
        { name: t`Calls ringing`, color: colour("--zv-text"), data: points("ringing") },
      ];
    },
    [history, t],
  );
  const element = useChart(history, series);
  return <div ref={element} className={classes.chart} role="img" aria-label={t`Operators and calls`} />;
}
