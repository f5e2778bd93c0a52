/** What comes out: a table for people, JSON for programs. */
import { writeFileSync } from 'node:fs';
import type { Load } from './measure.ts';

/** One line of the table. */
export interface Row {
  scenario: string;
  measure: string;
  value: number;
  unit: string;
  /** The same from the floor. */
  floor?: number;
  /** Microseconds for each operation. */
  cpu?: number;
  floorCpu?: number;
  p50?: number;
  p99?: number;
  target?: Target;
}

/** What is wanted of the value (`least` or `most`), of its ratio to the floor, and of its 99th percentile. */
export interface Target {
  least?: number;
  most?: number;
  ratio?: number;
  p99?: number;
}

export function loadRow(names: Pick<Row, 'scenario' | 'measure' | 'target'>, load: Load, floor: Load | undefined): Row {
  return {
    ...names,
    value: load.perSecond,
    unit: '/s',
    p50: load.p50,
    p99: load.p99,
    ...(load.cpu !== undefined && { cpu: load.cpu }),
    ...(floor && { floor: floor.perSecond }),
    ...(floor?.cpu !== undefined && { floorCpu: floor.cpu }),
  };
}

const HEADER = [
  'scenario',
  'measure',
  'value',
  'floor',
  'ratio',
  'p50 ms',
  'p99 ms',
  'cpu µs',
  'floor µs',
  'target',
  'met',
];

export function printTable(rows: readonly Row[]): void {
  const lines = [HEADER, ...rows.map(cells)];
  const widths = HEADER.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  for (const line of lines) {
    const padded = line.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`${padded.join('  ')}\n`);
  }
}

function cells(row: Row): string[] {
  return [
    row.scenario,
    row.measure,
    `${number(row.value)} ${row.unit}`,
    number(row.floor),
    ratioOf(row)?.toFixed(2) ?? '',
    number(row.p50),
    number(row.p99),
    number(row.cpu),
    number(row.floorCpu),
    targetText(row),
    row.target === undefined ? '' : isMet(row, row.target) ? 'yes' : 'NO',
  ];
}

function ratioOf({ value, floor, unit }: Row): number | undefined {
  if (floor === undefined) return undefined;
  return unit === 'ms' ? floor / value : value / floor;
}

function targetText({ target = {}, unit }: Row): string {
  const { least, most, ratio, p99 } = target;
  return [
    ...(least === undefined ? [] : [`≥ ${least} ${unit}`]),
    ...(most === undefined ? [] : [`≤ ${most} ${unit}`]),
    ...(ratio === undefined ? [] : [`ratio ≥ ${ratio}`]),
    ...(p99 === undefined ? [] : [`p99 ≤ ${p99} ms`]),
  ].join(', ');
}

function isMet(row: Row, { least = -Infinity, most = Infinity, ratio = -Infinity, p99 = Infinity }: Target): boolean {
  return row.value >= least && row.value <= most && (ratioOf(row) ?? ratio) >= ratio && (row.p99 ?? p99) <= p99;
}

function number(value: number | undefined): string {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function writeJson(file: string, rows: readonly Row[]): void {
  const { node, v8 } = process.versions;
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), node, v8, rows }, null, 2)}\n`);
}
