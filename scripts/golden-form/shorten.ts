const LONG = 500;
const NOW = 60_000;

/** A body in fewer words: `{x*3000}` for three thousand times x, `{now}` for the present, `{times, item}` for a series. */
export function shorten(value: unknown): unknown {
  if (typeof value === 'string') return shortenText(value);
  if (Array.isArray(value)) return value.length > LONG ? shortenSeries(value) : value.map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shorten(item)]));
}

function shortenText(text: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text) && Math.abs(Date.parse(text) - Date.now()) < NOW) return '{now}';
  return text.replace(/([^\n])\1{499,}/g, (run, character: string) => `{${character}*${run.length}}`);
}

/** Items that are alike but for numbers that count up with them. */
function shortenSeries(items: unknown[]): unknown {
  const item = JSON.parse(JSON.stringify(items[0]).replace(/(?<=\D)\d+(?=\D)/g, counted));
  const same = JSON.stringify(items) === JSON.stringify(items.map((_, index) => expandItem(item, index)));
  return same ? { times: items.length, item } : items.map(shorten);
}

/** `"port":1` becomes `"port":"{#+1}"`; a number inside a text stays inside it. */
function counted(digits: string, at: number, text: string): string {
  const placeholder = `{#+${digits}}`;
  return text[at - 1] === ':' ? `"${placeholder}"` : placeholder;
}

function expandItem(item: unknown, index: number): unknown {
  const text = JSON.stringify(item);
  return JSON.parse(
    text
      .replace(/"\{#\+(\d+)\}"/g, (_, first: string) => String(index + Number(first)))
      .replace(/\{#\+(\d+)\}/g, (_, first: string) => String(index + Number(first))),
  );
}
