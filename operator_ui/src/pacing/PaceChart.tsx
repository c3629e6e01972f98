import { useLingui } from "@lingui/react/macro";
import { useComputedColorScheme } from "@mantine/core";
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import classes from "./PaceChart.module.css";
import { type PaceMoment, SHOWN_MS } from "./paceHistory";

use([LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

type PaceChartProps = { history: readonly PaceMoment[] };

/** Operators by state as a stack, the calls that ring as a line over it. */
export function PaceChart({ history }: PaceChartProps) {
  const { t } = useLingui();
  const scheme = useComputedColorScheme();
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);

  useEffect(() => {
    if (!element.current) return;
    const drawn = init(element.current);
    chart.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, []);

  const names = {
    talking: t`Talking`,
    wrapping_up: t`In wrap-up`,
    available: t`Available`,
    ringing: t`Calls ringing`,
  };

  useEffect(() => {
    const colour = coloursOf(scheme);
    const operators = [
      { key: "talking", name: names.talking, color: colour("--zv-blue") },
      { key: "wrapping_up", name: names.wrapping_up, color: colour("--zv-violet") },
      { key: "available", name: names.available, color: colour("--zv-green") },
    ] as const;
    const points = (key: keyof typeof names) => history.map(({ atMs, pace }) => [atMs, pace[key]]);
    const newestMs = history.at(-1)?.atMs ?? Date.now();
    const oldestMs = Math.min(history[0]?.atMs ?? newestMs, newestMs - 60_000);
    chart.current?.setOption({
      animation: false,
      grid: { left: 36, right: 12, top: 36, bottom: 26 },
      legend: { top: 0, left: 0, icon: "roundRect", textStyle: { color: colour("--zv-muted") } },
      tooltip: { trigger: "axis" },
      xAxis: {
        type: "time",
        min: Math.max(oldestMs, newestMs - SHOWN_MS),
        max: newestMs,
        axisLabel: { color: colour("--zv-muted"), hideOverlap: true },
        axisLine: { lineStyle: { color: colour("--zv-line") } },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        axisLabel: { color: colour("--zv-muted") },
        splitLine: { lineStyle: { color: colour("--zv-line") } },
      },
      series: [
        ...operators.map(({ key, name, color }) => ({
          name,
          color,
          type: "line",
          step: "end",
          stack: "operators",
          showSymbol: false,
          lineStyle: { width: 0 },
          areaStyle: { opacity: 0.55 },
          data: points(key),
        })),
        {
          name: names.ringing,
          color: colour("--zv-amber"),
          type: "line",
          step: "end",
          showSymbol: false,
          lineStyle: { width: 2 },
          data: points("ringing"),
        },
      ],
    });
  }, [history, scheme, names.talking, names.wrapping_up, names.available, names.ringing]);

  return <div ref={element} className={classes.chart} role="img" aria-label={t`Operators and calls`} />;
}

/** Colours as the page's scheme has them; asked for anew whenever the scheme changes. */
function coloursOf(_scheme: string): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}
