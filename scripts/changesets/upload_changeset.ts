import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { CompiledGraph, Target } from '../dataform/compiled_graph.ts';
import { prepareProcedure, runProcedure } from '../dataform/run_procedure.ts';
import { DataError } from '../errors.ts';
import { CsvFile } from '../load/csv_file.ts';
import { fileNotes } from '../load/file_notes.ts';
import { limitsOf } from '../load/limits.ts';
import { refuseUnlessFile } from '../load/refuse_unless_file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { AGENT_PROFILES } from './agent_profiles.ts';
import {
  changesetOf,
  type Changeset,
  type ChangesetId,
  type ChangesetKind,
  type ChangesetScope,
} from './changeset.ts';
import { recordRefusal, type RefusalEvent } from './refusal_events.ts';
import { stagedRows } from './staged_rows.ts';

export interface UploadRequest extends ChangesetScope {
  readonly file: string;
  readonly kind: ChangesetKind;
}

export interface UploadProgress {
  readonly signal?: AbortSignal;
  /** Every few thousand rows. */
  readonly onRows?: (rowCount: number, byteCount: number, fileBytes: number) => void;
}

export interface UploadedChangeset {
  readonly changeset: Changeset;
  /** Whether the same file was open already, so that this is its changeset and not a new one. */
  readonly wasOpen: boolean;
}

const ENTITY_TYPE = 'agent_profiles';

/**
 * Stages a CSV of agent profiles as it was sent, and makes a changeset of it. The same file that is open already (UPLOADED or
 * VALIDATED) is that changeset, however many send it at once. A file that can't be taken makes none, but leaves an event.
 *
 * @throws CallError when the file isn't there, DataError with every fault of a file that is refused.
 */
export async function uploadChangeset(
  request: UploadRequest,
  graph: CompiledGraph,
  warehouse: Warehouse,
  progress: UploadProgress = {},
): Promise<UploadedChangeset> {
  await runProcedure(graph, warehouse, 'check_upload', {
    tenant_id: request.tenantId,
    org_id: request.orgId,
    changeset_kind: request.kind,
  });
  await prepareProcedure(graph, warehouse, 'upload_changeset');
  const limits = limitsOf(graph);
  const csv = new CsvFile(request.file, AGENT_PROFILES, limits);
  const changesetId = randomUUID() as string as ChangesetId;
  try {
    const fileBytes = await refuseUnlessFile(request.file, limits);
    const rows = stagedRows(csv, {
      changesetId,
      scope: request,
      uploadedOn: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
      signal: progress.signal,
      onRows: () => progress.onRows?.(csv.rowCount, csv.byteCount, fileBytes),
    });
    await warehouse.stage(stagingTarget(graph), rows);
  } catch (error) {
    if (error instanceof DataError) {
      await recordRefusal(graph, warehouse, request, fileRefusal(csv, error, request));
    }
    throw error;
  }
  return await makeChangeset(request, changesetId, csv, graph, warehouse);
}

async function makeChangeset(
  request: UploadRequest,
  changesetId: ChangesetId,
  csv: CsvFile,
  graph: CompiledGraph,
  warehouse: Warehouse,
): Promise<UploadedChangeset> {
  try {
    if (csv.digest === undefined) throw new Error(`${csv.path} was not read to its end`);
    const { rows } = await runProcedure(graph, warehouse, 'upload_changeset', {
      changeset_id: changesetId,
      tenant_id: request.tenantId,
      org_id: request.orgId,
      entity_type: ENTITY_TYPE,
      changeset_kind: request.kind,
      source_file: basename(csv.path),
      file_digest: csv.digest,
      header_columns: csv.columns.join(','),
      file_notes: fileNotes(csv).join('; ') || null,
      physical_line_count: BigInt(csv.physicalLineCount),
      header_line_count: BigInt(csv.headerLineCount),
      blank_line_count: BigInt(csv.blankLineCount),
      actor: request.actor,
    });
    return { changeset: changesetOf(rows), wasOpen: rows[0]?.outcome === 'ALREADY_OPEN' };
  } catch (error) {
    // What went wrong first is what a person must hear of, not that the warehouse took no more afterwards.
    await runProcedure(graph, warehouse, 'discard_upload', { changeset_id: changesetId }).catch(
      () => undefined,
    );
    throw error;
  }
}

/** By the file's digest, or by its codes when it couldn't be read to its end; file names may hold people's names. */
function fileRefusal(csv: CsvFile, error: DataError, { orgId }: ChangesetScope): RefusalEvent {
  const codes = [...new Set(error.faults.map(({ code }) => code))].sort().join(' ');
  return {
    eventType: 'FILE_REFUSED',
    subject: csv.digest ?? codes,
    details: { org_id: orgId, codes, faults: Math.max(csv.faults.count, 1) },
  };
}

function stagingTarget(graph: CompiledGraph): Target {
  const operation = graph.operations?.find(({ target }) => target.name === 'bulk_import_rows');
  if (!operation) throw new Error('No operation creates bulk_import_rows');
  return operation.target;
}
