/** How a row that isn't as the evidence has it differs. */
export interface RowDifference {
  /** The values of its key, with spaces between. */
  readonly row_key: string;
  readonly difference: 'CHANGED' | 'REMOVED' | 'ADDED' | 'REPEATED';
}

/**
 * One thing that a verification found. A fault is what evidence that nobody touched never shows; a note is what somebody who
 * reads the evidence should know.
 */
export interface Finding {
  readonly severity: 'fault' | 'note';
  /** Stable, upper case with underscores. */
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly table?: string;
  readonly bucket?: string;
  /** The rows that differ; where only their bucket is known, none, and the message says how many it holds. */
  readonly rows?: readonly RowDifference[];
}

type About = Pick<Finding, 'file' | 'table' | 'bucket' | 'rows'>;

export function fault(code: string, message: string, about: About = {}): Finding {
  return { severity: 'fault', code, message, ...about };
}

export function note(code: string, message: string, about: About = {}): Finding {
  return { severity: 'note', code, message, ...about };
}
