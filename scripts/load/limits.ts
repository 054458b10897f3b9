const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** What a CSV may hold at most, so that memory stays bounded whatever is sent. Documented in docs/architecture.md. */
export const LIMITS = {
  fileBytes: 4 * GIB,
  /** The raw text of one row, line breaks inside quotes included. */
  rowBytes: 16 * MIB,
  cellBytes: MIB,
  headerCells: 1000,
} as const;

export function inWords(bytes: number): string {
  if (bytes % GIB === 0) return `${bytes / GIB} GiB`;
  return bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${bytes} bytes`;
}
