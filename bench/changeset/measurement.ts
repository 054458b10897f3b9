import type { SideName } from '../comparison.ts';
import type { Costs } from '../costs.ts';

/** What one child process does. */
export type Task =
  | { readonly kind: 'create'; readonly path: string; readonly agentCount: number }
  | { readonly kind: 'file'; readonly file: string; readonly rowCount: number; readonly agentCount: number }
  /** Upload, validate and commit of a file. */
  | { readonly kind: 'import'; readonly path: string; readonly file: string; readonly side: SideName }
  /** Of the changeset that was committed last. */
  | { readonly kind: 'rollback'; readonly path: string; readonly side: SideName }
  /** A file's rows one at a time. */
  | { readonly kind: 'rows'; readonly path: string; readonly file: string };

export interface Measurement extends Costs {
  /** What each step of it took, and the file's closing. */
  readonly steps: Readonly<Record<string, Costs>>;
  /** What came of it, for comparing: a text a table. */
  readonly outcome: readonly string[];
}
