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
}

export function loadRow(names: { scenario: string; measure: string }, load: Load, floor: Load | undefined): Row {
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

const HEADER = ['scenario', 'measure', 'value', 'floor', 'ratio', 'p50 ms', 'p99 ms', 'cpu µs', 'floor µs'];

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
  const faster = row.unit === 'ms';
  const ratio = row.floor === undefined ? '' : (faster ? row.floor / row.value : row.value / row.floor).toFixed(2);
  return [
    row.scenario,
    row.measure,
    `${number(row.value)} ${row.unit}`,
    number(row.floor),
    ratio,
    number(row.p50),
    number(row.p99),
    number(row.cpu),
    number(row.floorCpu),
  ];
}

function number(value: number | undefined): string {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function writeJson(file: string, rows: readonly Row[]): void {
  const { node, v8 } = process.versions;
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), node, v8, rows }, null, 2)}\n`);
}
