/** The headers of one kind of CSV file: lower case, in any order in the file. */
export interface CsvKind {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Columns that Keyfast sets itself, so that a file may not bring them. */
  readonly reserved: readonly string[];
  /** Columns that begin so are ours, written for a person to read, and are passed over. */
  readonly ignoredPrefix?: string;
  /** A row with too few or too many cells: a fault that refuses the file, or a row that the SQL rejects. */
  readonly misshapenRow: 'refuses the file' | 'is rejected';
}
