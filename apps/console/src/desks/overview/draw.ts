/** The part of ECharts that is used, loaded only with a chart: bars on a canvas, tooltips without markup of their own. */
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as core from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

core.use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  readonly name: string;
  readonly values: readonly number[];
  readonly colour: 'accent' | 'late' | 'quiet';
}

interface Drawing {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Lying bars, for labels that are words. */
  readonly lying: boolean;
}

/** Colours are those of the page as it is shown now. */
function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** @returns how to draw anew, and how to let go. */
export function draw(
  at: HTMLElement,
  drawing: () => Drawing,
  choose: (index: number, series: number) => void,
): { readonly again: () => void; readonly end: () => void } {
  const chart = core.init(at, undefined, { renderer: 'canvas' });
  const again = () => chart.setOption(optionOf(drawing()), { notMerge: true });
  chart.on('click', ({ dataIndex, seriesIndex }) => choose(dataIndex, seriesIndex ?? 0));
  again();
  const size = new ResizeObserver(() => chart.resize());
  size.observe(at);
  const shade = new MutationObserver(again);
  shade.observe(document.documentElement, { attributeFilter: ['data-shade'] });
  return {
    again,
    end: () => {
      size.disconnect();
      shade.disconnect();
      chart.dispose();
    },
  };
}

function optionOf({ labels, series, lying }: Drawing): core.EChartsCoreOption {
  const ink = colour('ink');
  const quiet = colour('quiet');
  const words = { color: quiet, fontFamily: getComputedStyle(document.body).fontFamily };
  const names = {
    type: 'category',
    data: labels,
    inverse: lying,
    axisLabel: words,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour('line') } },
  };
  const numbers = {
    type: 'value',
    minInterval: 1,
    axisLabel: words,
    splitLine: { lineStyle: { color: colour('line-soft') } },
  };
  return {
    animation: false,
    grid: { left: 8, right: 20, top: series.length > 1 ? 34 : 12, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      axisPointer: { type: 'shadow' },
      backgroundColor: colour('panel'),
      borderColor: colour('line'),
      textStyle: { ...words, color: ink },
    },
    ...(series.length > 1 ? { legend: { top: 0, right: 0, textStyle: words, itemWidth: 14, itemHeight: 10 } } : {}),
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: series.map(({ name, values, colour: of }) => ({
      name,
      type: 'bar',
      data: values,
      barMaxWidth: 22,
      itemStyle: { color: colour(of) },
      cursor: 'pointer',
    })),
  };
}
