import type { JsonDocument } from '../scripts/terminal/json_document.ts';
import type { Style } from '../scripts/terminal/style.ts';
import { tableText } from '../scripts/terminal/table.ts';

export const GIGABYTE = 1e9;

/** What the project promises of its speed, and whether it keeps it. */
export interface Target {
  readonly target: string;
  readonly limit: number;
  readonly measured: number;
  readonly isMet: boolean;
}

export function below(target: string, limit: number, measured: number): Target {
  return { target, limit, measured, isMet: measured < limit };
}

export function targetsText(targets: readonly Target[], style: Style): string {
  const table = tableText(
    targets,
    [
      { heading: 'target', cell: ({ target }) => target },
      { heading: 'under', cell: ({ limit }) => limit },
      { heading: 'measured', cell: ({ measured }) => measured.toFixed(2) },
      {
        heading: '',
        cell: ({ isMet }) => (isMet ? 'met' : 'missed'),
        paint: (text, { green, red }) => (text === 'met' ? green(text) : red(text)),
      },
    ],
    style,
  );
  return `${style.bold('Targets')}\n\n${table}`;
}

export function targetDocument({ target, limit, measured, isMet }: Target): JsonDocument {
  return { target, limit, measured, is_met: isMet };
}
