import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Format } from '../../format.ts';
import css from './chart.module.css';
import type { ChartData } from './chart-data.ts';

export type Marks = {
  /** Where what was ends, and what is expected begins; in seconds, as all days here. */
  today: number;
  arrivals: readonly { inDays: number; units: number }[];
  reorderPoint: number;
};

type Props = {
  data: ChartData;
  marks: Marks;
  words: string;
  format: Format;
};

const HEIGHT = 260;

/** Sales as bars, stock as a line, and where it will go, with the room it may stray in. */
export default function Chart({ data, marks, words, format }: Props) {
  const { ref: place, width } = useElementSize();
  const scheme = useComputedColorScheme();
  const plot = useRef<uPlot | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const rows = useMemo<uPlot.AlignedData>(
    () => [data.days, data.sold, data.stock, data.high, data.low, data.expected, data.supposed],
    [data],
  );
  useEffect(() => {
    if (!box.current || width === 0) return;
    const drawn = new uPlot(optionsFor(box.current, scheme, marks, width, setAt, format), rows, box.current);
    plot.current = drawn;
    return () => drawn.destroy();
  }, [width, scheme, marks, rows, format]);
  return (
    <figure className={css.chart} ref={place}>
      <div ref={box} role="img" aria-label={words} style={{ height: HEIGHT }} />
      <figcaption className={css.caption}>
        <Legend data={data} />
        <span aria-hidden="true">{at === null ? ' ' : readout(data, at, format)}</span>
      </figcaption>
    </figure>
  );
}

function Legend({ data }: { data: ChartData }) {
  return (
    <ul className={css.legend}>
      <li className={css.sold}>Sold a day</li>
      <li className={css.stock}>Stock</li>
      <li className={css.expected}>Expected, and where it ends in 8 of 10 cases</li>
      <li className={css.level}>Order at or below</li>
      {data.supposed.some((value) => value !== null) && <li className={css.supposed}>What if</li>}
    </ul>
  );
}

function readout(data: ChartData, at: number, format: Format): string {
  const day = data.days[at];
  if (day === undefined) return '';
  const [stock, sold, low, high, expected] = [data.stock, data.sold, data.low, data.high, data.expected].map(
    (values) => values[at],
  );
  const parts = [
    typeof sold === 'number' && `${format.units(sold)} sold`,
    typeof stock === 'number' && `${format.units(stock)} in stock`,
    typeof stock !== 'number' &&
      typeof expected === 'number' &&
      `${format.units(expected)} expected, ${format.units(low ?? 0)} to ${format.units(high ?? 0)}`,
  ];
  return `${format.weekday(new Date(day * 1000).toISOString())}: ${parts.filter(Boolean).join(', ')}`;
}

function optionsFor(
  place: HTMLElement,
  scheme: string,
  marks: Marks,
  width: number,
  hover: (at: number | null) => void,
  format: Format,
): uPlot.Options {
  const color = colorsOf(place, scheme);
  const axis = {
    stroke: color('--quiet'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  };
  const font = '11px Inter Variable, sans-serif';
  return {
    width,
    height: HEIGHT,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    // Days are those of the company, told as UTC: the browser's own zone has no say.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    pxAlign: false,
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: true },
      stock: { range: (_, __, max) => [0, Math.max(max, marks.reorderPoint, 4) * 1.12] },
      sold: { range: (_, __, max) => [0, Math.max(max, 1) * 3.2] },
    },
    axes: [
      {
        ...axis,
        font,
        grid: { show: false },
        size: 28,
        space: 70,
        values: (_, days) => days.map((day) => format.dayShort(new Date(day * 1000).toISOString())),
      },
      {
        ...axis,
        font,
        scale: 'stock',
        size: 44,
        values: (_, values) => values.map((value) => (Number.isInteger(value) ? format.units(value) : '')),
      },
      {
        ...axis,
        font,
        scale: 'sold',
        side: 1,
        size: 30,
        stroke: color('--faint'),
        grid: { show: false },
        // Only as high as the bars are: the scale goes on above them to keep them low.
        splits: (_, __, ___, max) => [0, Math.round(max / 3.2)],
      },
    ],
    series: [
      {},
      {
        scale: 'sold',
        fill: color('--line-strong'),
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars?.({ size: [0.62, 14] }),
      },
      {
        scale: 'stock',
        stroke: color('--ink'),
        width: 2,
        points: { show: false },
        paths: uPlot.paths.stepped?.({ align: -1 }),
      },
      { scale: 'stock', stroke: 'transparent', points: { show: false } },
      { scale: 'stock', stroke: 'transparent', points: { show: false } },
      { scale: 'stock', stroke: color('--accent'), width: 2, points: { show: false } },
      { scale: 'stock', stroke: color('--warn-bar'), width: 2, dash: [5, 4], points: { show: false } },
    ],
    bands: [{ series: [3, 4], fill: `color-mix(in srgb, ${color('--accent')} 18%, transparent)` }],
    hooks: {
      setCursor: [(u) => hover(u.cursor.idx ?? null)],
      draw: [(u) => drawMarks(u, marks, color)],
    },
  };
}

/** The tokens of tone.css, which a canvas cannot read by itself. `scheme` only says that they have changed. */
function colorsOf(place: HTMLElement, scheme: string): (name: string) => string {
  const probe = document.createElement('span');
  probe.dataset.scheme = scheme;
  place.append(probe);
  const known = new Map<string, string>();
  const read = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  for (const name of [
    '--quiet',
    '--line',
    '--line-strong',
    '--ink',
    '--accent',
    '--warn-bar',
    '--danger-bar',
    '--link',
    '--faint',
  ])
    known.set(name, read(name));
  probe.remove();
  return (name) => known.get(name) ?? 'gray';
}

const DAY_S = 86_400;

/** Today, the reorder point, what arrives, and the day on which the stock is gone. */
function drawMarks(
  u: uPlot,
  { today, arrivals, reorderPoint }: Marks,
  color: (name: string) => string,
): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const xOf = (day: number) => u.valToPos(day, 'x', true);
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.strokeStyle = color('--faint');
  line(ctx, xOf(today), bbox.top, xOf(today), bbox.top + bbox.height);
  ctx.strokeStyle = color('--danger-bar');
  const level = u.valToPos(reorderPoint, 'stock', true);
  line(ctx, bbox.left, level, bbox.left + bbox.width, level);
  ctx.setLineDash([]);
  ctx.fillStyle = color('--link');
  ctx.font = `600 ${11 * ratio}px Inter Variable, sans-serif`;
  for (const { inDays, units } of arrivals) {
    const x = xOf(today + Math.max(0, inDays) * DAY_S);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + 12 * ratio);
    ctx.lineTo(x - 5 * ratio, bbox.top + 3 * ratio);
    ctx.lineTo(x + 5 * ratio, bbox.top + 3 * ratio);
    ctx.fill();
    ctx.fillText(`+${units}`, x + 8 * ratio, bbox.top + 12 * ratio);
  }
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}
