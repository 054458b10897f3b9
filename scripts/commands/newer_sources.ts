import type { JsonDocument } from '../terminal/json_document.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Style } from '../terminal/style.ts';
import { valueText } from '../terminal/table.ts';
import type { Value } from '../warehouse/values.ts';
import type { Session } from './session.ts';

/** What came after the run that computed what the controls look at. */
export interface NewerSources {
  readonly document: JsonDocument;
  readonly snapshotCount: bigint;
  readonly mappingRowCount: bigint;
  /** When that run began; null when there was none. */
  readonly asOf: Value;
}

/** Undefined when nothing came: what the controls look at is up to date. */
export async function newerSources(session: Session): Promise<NewerSources | undefined> {
  const [row] = (await session.procedure('summarise_newer_sources')).rows;
  if (!row) throw new Error('summarise_newer_sources gives one row');
  const {
    snapshot_count: snapshotCount,
    mapping_row_count: mappingRowCount,
    sources_as_of: asOf = null,
  } = row;
  if (typeof snapshotCount !== 'bigint' || typeof mappingRowCount !== 'bigint')
    throw new Error('summarise_newer_sources gives counts');
  if (snapshotCount + mappingRowCount === 0n) return undefined;
  return { document: row, snapshotCount, mappingRowCount, asOf };
}

export function newerSourcesText(
  { snapshotCount, mappingRowCount, asOf }: NewerSources,
  style: Style,
): string {
  const counts = [
    countText(snapshotCount, 'snapshot', 'snapshots'),
    countText(mappingRowCount, 'row of the reference mapping', 'rows of the reference mapping'),
  ].filter((text) => text !== '');
  const lastRun = asOf === null ? 'any run' : `the last run (${valueText(asOf)})`;
  const came = `${counts.join(' and ')} came after ${lastRun}: the controls look at what it left.`;
  return `${style.yellow(came)}\n${nextText('keyfast run', style)}`;
}

function countText(count: bigint, one: string, several: string): string {
  return count === 0n ? '' : `${count.toLocaleString('en-US')} ${count === 1n ? one : several}`;
}
