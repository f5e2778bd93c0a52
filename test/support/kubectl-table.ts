/** The table that kubectl prints, as a row of cells by heading: widths are kubectl's business. */
export function readTable(lines: readonly string[]): Record<string, string>[] {
  const [head = '', ...rows] = lines;
  const columns = [...head.matchAll(/\S+(?: \S+)*/g)];
  return rows.map((row) =>
    Object.fromEntries(
      columns.map((column, i) => [column[0], row.slice(column.index, columns[i + 1]?.index ?? row.length).trim()]),
    ),
  );
}
