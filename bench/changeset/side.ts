/** The steps of a changeset, in their order. */
export const IMPORT_STEPS = ['upload', 'validate', 'commit'] as const;
export type ImportStep = (typeof IMPORT_STEPS)[number];

/** One way to bring a file into the warehouse: the project's, or by hand. Both leave the same rows behind. */
export interface Side {
  upload(file: string): Promise<void>;
  validate(): Promise<void>;
  commit(): Promise<void>;
  /** Takes back the newest changeset, which an earlier process may have committed. */
  rollback(): Promise<void>;
  /** What was written is in the file afterwards. */
  close(): Promise<void>;
}
