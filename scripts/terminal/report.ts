import type { JsonDocument } from './json_document.ts';
import type { Style } from './style.ts';

/** What a command has to say: one value for programs, and the same for people. */
export interface Report {
  readonly document: JsonDocument;
  /** Whole lines. */
  text(style: Style): string;
  /** Left out: done. A run whose controls failed has a report and yet isn't done. */
  readonly exitCode?: number;
}
