import { useComputedColorScheme } from "@mantine/core";
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { type RefObject, useEffect, useRef } from "react";
import { type PaceMoment, SHOWN_MS } from "./paceHistory";

use([LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export type Colour = (name: string) => string;

export type Series = {
  name: string;
  color: string;
  data: (readonly [number, number])[];
  /** Drawn as a band on top of the others of the same stack. */
  stack?: string;
  isDashed?: boolean;
};

/** Draws lines over the last quarter of an hour into the element that the reference is given to. */
export function useChart(
  history: readonly PaceMoment[],
  seriesIn: (colour: Colour) => Series[],
): RefObject<HTMLDivElement | null> {
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

  useEffect(() => {
    const colour = coloursOf(scheme);
    const drawnSeries = seriesIn(colour);
    const newestMs = history.at(-1)?.atMs ?? Date.now();
    const oldestMs = Math.min(history[0]?.atMs ?? newestMs, newestMs - 60_000);
    chart.current?.setOption({
      animation: false,
      grid: { left: 36, right: 12, top: 36, bottom: 26 },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      legend: {
        top: 0,
        left: 0,
        itemWidth: 28,
        // A band is shown as one; a line as it is drawn, whole or dashed, without a point on it.
        data: drawnSeries.map(({ name, stack }) =>
          stack ? { name, icon: "roundRect" } : { name, itemStyle: { opacity: 0 } },
        ),
        textStyle: { color: colour("--zv-muted") },
      },
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
      series: drawnSeries.map(drawnAs),
    });
  }, [history, scheme, seriesIn]);

  return element;
}

function drawnAs({ name, color, data, stack, isDashed }: Series) {
  const shape = stack
    ? { stack, lineStyle: { width: 0 }, areaStyle: { opacity: 0.55 } }
    : { lineStyle: { width: 2, type: isDashed ? "dashed" : "solid" } };
  return { name, color, data, type: "line", step: "end", symbol: "none", ...shape };
}

/** Colours as the page's scheme has them; asked for anew whenever the scheme changes. */
function coloursOf(_scheme: string): Colour {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}
