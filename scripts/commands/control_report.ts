import type { JsonDocument } from '../terminal/json_document.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import { nothingWasTested, type ControlResult } from './control_status.ts';

export function controlsText(results: readonly ControlResult[], style: Style): string {
  const table = tableText(
    results,
    [
      { heading: 'control', cell: ({ control }) => control.id },
      {
        heading: 'status',
        cell: (result) => result.status,
        paint: (_, style, result) => statusText(result, style),
      },
      { heading: 'tested', cell: (result) => result.populationCount },
      { heading: 'failing', cell: (result) => result.failureCount },
      { heading: '', cell: ({ control }) => control.severity },
      { heading: '', cell: ({ control }) => control.title },
    ],
    style,
  );
  return nothingWasTested(results)
    ? `${table}  ${style.red('No data was there to test, so nothing is proved.')}\n`
    : table;
}

export function controlDocument({
  control,
  status,
  populationCount,
  failureCount,
  reason,
  isCut,
}: ControlResult): JsonDocument {
  return {
    control_id: control.id,
    title: control.title,
    severity: control.severity,
    status,
    population_count: populationCount,
    failure_count: failureCount,
    is_cut: isCut,
    reason,
  };
}

/** Red is what turns a run red: a control that only reports never does. */
export function statusText({ control, status }: ControlResult, style: Style): string {
  switch (status) {
    case 'PASS':
      return style.green(status);
    case 'VACUOUS':
    case 'DISABLED':
      return style.yellow(status);
    case 'FAIL':
    case 'ERROR':
    case 'SKIPPED':
    case 'NOT_RUN':
      return control.severity === 'blocks' ? style.red(status) : style.yellow(status);
  }
}
