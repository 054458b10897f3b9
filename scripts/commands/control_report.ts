import type { JsonDocument } from '../terminal/json_document.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import type { ControlResult, ControlStatus } from './control_status.ts';

export function controlsText(results: readonly ControlResult[], style: Style): string {
  return tableText(
    results,
    [
      { heading: 'control', cell: ({ control }) => control.id },
      { heading: 'status', cell: (result) => result.status, paint: paintStatus },
      { heading: 'tested', cell: (result) => result.populationCount },
      { heading: 'failing', cell: (result) => result.failureCount },
      { heading: '', cell: ({ control }) => control.severity },
      { heading: '', cell: ({ control }) => control.title },
    ],
    style,
  );
}

export function controlDocument({
  control,
  status,
  populationCount,
  failureCount,
}: ControlResult): JsonDocument {
  return {
    control_id: control.id,
    title: control.title,
    severity: control.severity,
    status,
    population_count: populationCount,
    failure_count: failureCount,
  };
}

export function paintStatus(status: string, style: Style): string {
  switch (status as ControlStatus) {
    case 'PASS':
      return style.green(status);
    case 'VACUOUS':
    case 'DISABLED':
      return style.yellow(status);
    case 'FAIL':
    case 'ERROR':
    case 'SKIPPED':
    case 'NOT_RUN':
      return style.red(status);
  }
}
