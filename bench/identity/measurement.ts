import type { Work } from './side.ts';

/** What one child process does. */
export type Task =
  | { readonly kind: 'create'; readonly path: string; readonly componentCount: number }
  /** All of a run but the table of the trace, so that the file has its identities. */
  | { readonly kind: 'identify'; readonly path: string }
  /** How long the project takes until it can run its first statement. */
  | { readonly kind: 'start'; readonly path: string; readonly cacheDirectory: string }
  | { readonly kind: 'controls'; readonly path: string }
  | { readonly kind: 'work'; readonly path: string; readonly work: Work; readonly side: 'keyfast' | 'plain' };

export interface Measurement {
  readonly seconds: number;
  /** User and system time of all threads: what it costs, however busy the machine is. */
  readonly cpuSeconds: number;
  /** The most memory that the process had resident at once. */
  readonly peakBytes: number;
  /** What came of it, for comparing: a text a table, or a row that was read. */
  readonly outcome: readonly string[];
}
