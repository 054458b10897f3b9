/** What a command gives with `--json`: keys in snake case, the column names of the tables they come from. */
export type JsonDocument = Readonly<Record<string, unknown>>;

/**
 * One JSON document, indented. INT64 is a number where JavaScript holds it exactly and a string beyond; NUMERIC is a
 * string; BYTES are hexadecimal digits.
 */
export function jsonText(document: JsonDocument): string {
  return `${JSON.stringify(document, plain, 2)}\n`;
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return value;
}
