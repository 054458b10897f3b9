const QUOTED = /[",\r\n]/;

/** One row as RFC 4180 has it, without its line break. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
