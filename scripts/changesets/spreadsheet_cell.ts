/**
 * Cells that a spreadsheet would run as a formula (https://owasp.org/www-community/attacks/CSV_Injection). What Keyfast
 * writes for a spreadsheet has a `'` before them, and before a cell's own leading `'`, so that reading takes exactly that off
 * again.
 */
const TAKEN_FOR_MORE = /^[=+\-@\t\r']/;
const NEUTRALISED = /^'[=+\-@\t\r']/;

export function neutralised(cell: string): string {
  return TAKEN_FOR_MORE.test(cell) ? `'${cell}` : cell;
}

export function restored(cell: string): string {
  return NEUTRALISED.test(cell) ? cell.slice(1) : cell;
}
