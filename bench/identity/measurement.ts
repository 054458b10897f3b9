import type { SideName } from '../comparison.ts';
import type { Costs } from '../costs.ts';
import type { Work } from './side.ts';

/** What one child process does. */
export type Task =
  | { readonly kind: 'create'; readonly path: string; readonly componentCount: number }
  /** All of a run but the table of the trace, so that the file has its identities. */
  | { readonly kind: 'identify'; readonly path: string }
  /** How long the project takes until it can run its first statement. */
  | { readonly kind: 'start'; readonly path: string; readonly cacheDirectory: string }
  | { readonly kind: 'controls'; readonly path: string }
  | { readonly kind: 'work'; readonly path: string; readonly work: Work; readonly side: SideName };

export interface Measurement extends Costs {
  /** What came of it, for comparing: a text a table, or a row that was read. */
  readonly outcome: readonly string[];
}
