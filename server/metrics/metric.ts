/** Metrics and their text: the format of Prometheus, version 0.0.4. */

export type Labels = Readonly<Record<string, string>>;

/** One family: its lines in the order in which its label values first appeared. */
export interface Metric {
  readonly name: string;
  lines(): Iterable<string>;
}

/** A number that only rises. */
export interface Counter extends Metric {
  add(labels: Labels, amount?: number): void;
  /** For labels that come again and again: what counts one more. */
  series(labels: Labels): () => void;
}

export interface Gauge extends Metric {
  set(labels: Labels, value: number): void;
  add(labels: Labels, amount: number): void;
}

/** How often values were at most so large. */
export interface Histogram extends Metric {
  observe(labels: Labels, value: number): void;
  /** For labels that come again and again. */
  series(labels: Labels): (value: number) => void;
}

interface Described {
  name: string;
  help: string;
}

export function counter(described: Described): Counter {
  const { values, add, lines } = numbers(described, 'counter');
  return {
    name: described.name,
    add: (labels, amount = 1) => add(labels, amount),
    series(labels) {
      const text = labelText(labels);
      return () => void values.set(text, (values.get(text) ?? 0) + 1);
    },
    lines,
  };
}

export function gauge(described: Described): Gauge {
  const { values, add, lines } = numbers(described, 'gauge');
  return { name: described.name, set: (labels, value) => void values.set(labelText(labels), value), add, lines };
}

/** Read at the moment it is asked for. */
export function computed(
  { name, help, type = 'gauge' }: Described & { type?: 'gauge' | 'counter' },
  read: () => Iterable<readonly [Labels, number]>,
): Metric {
  return {
    name,
    *lines() {
      yield* head({ name, help }, type);
      for (const [labels, value] of read()) yield sample(name, labelText(labels), value);
    },
  };
}

/** `bounds` are the upper ends of the buckets, in order. */
export function histogram({ bounds, ...described }: Described & { bounds: readonly number[] }): Histogram {
  const all = new Map<string, { counts: number[]; sum: number; count: number }>();
  const { name } = described;
  const series = (labels: Labels) => {
    const text = labelText(labels);
    const own = all.get(text) ?? { counts: bounds.map(() => 0), sum: 0, count: 0 };
    all.set(text, own);
    return (value: number) => {
      own.sum += value;
      own.count++;
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
      if (bucket < bounds.length) own.counts[bucket] = (own.counts[bucket] as number) + 1;
    };
  };
  return {
    name,
    series,
    observe: (labels, value) => series(labels)(value),
    *lines() {
      yield* head(described, 'histogram');
      for (const [labels, { counts, sum, count }] of all) {
        let below = 0;
        for (const [i, bound] of bounds.entries()) {
          below += counts[i] as number;
          yield sample(`${name}_bucket`, joined(labels, `le="${numberText(bound)}"`), below);
        }
        yield sample(`${name}_bucket`, joined(labels, 'le="+Inf"'), count);
        yield sample(`${name}_sum`, labels, sum);
        yield sample(`${name}_count`, labels, count);
      }
    },
  };
}

/** All families in the order of their names, as Prometheus' own libraries write them. */
export function metricsText(metrics: readonly Metric[]): string {
  const lines: string[] = [];
  for (const metric of metrics.toSorted((a, b) => (a.name < b.name ? -1 : 1))) lines.push(...metric.lines());
  return `${lines.join('\n')}\n`;
}

function numbers(described: Described, type: 'counter' | 'gauge') {
  const values = new Map<string, number>();
  return {
    values,
    add(labels: Labels, amount: number): void {
      const text = labelText(labels);
      values.set(text, (values.get(text) ?? 0) + amount);
    },
    *lines(): Iterable<string> {
      yield* head(described, type);
      for (const [labels, value] of values) yield sample(described.name, labels, value);
    },
  };
}

function* head({ name, help }: Described, type: string): Iterable<string> {
  yield `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`;
  yield `# TYPE ${name} ${type}`;
}

function sample(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${numberText(value)}` : `${name}{${labels}} ${numberText(value)}`;
}

function joined(labels: string, more: string): string {
  return labels === '' ? more : `${labels},${more}`;
}

function labelText(labels: Labels): string {
  let text = '';
  for (const name in labels) text = joined(text, `${name}="${escaped(labels[name] as string)}"`);
  return text;
}

function escaped(value: string): string {
  return /[\\\n"]/.test(value) ? value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"') : value;
}

/** As Go writes floats: large and small ones with an exponent of two digits at least. */
function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) return exponentText(value);
  return Number.isInteger(value) && size >= 1e6 ? exponentText(value) : String(value);
}

function exponentText(value: number): string {
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
