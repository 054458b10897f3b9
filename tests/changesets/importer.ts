import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Changeset, ChangesetScope } from '../../scripts/changesets/changeset.ts';
import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { prepareProcedure, runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { KeyfastError, type Fault } from '../../scripts/errors.ts';
import type { Parameters, Row } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';
import type { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';

export const HARBOR_NORTH: ChangesetScope = { tenantId: 'harbor', orgId: 'north', actor: 'ann' };

/** The columns of the test files that don't say otherwise. */
export const HEADER =
  'agent_entity_id,agent_id,first_name,last_name,effective_start_date,email,phone,agency_name';

let fileCount = 0;

/** Takes files of agent profiles through the steps of a changeset, as one person of one organisation. */
export class Importer {
  readonly steps: ChangesetSteps;

  constructor(
    private readonly directory: string,
    readonly graph: CompiledGraph,
    readonly warehouse: Warehouse,
    readonly scope: ChangesetScope = HARBOR_NORTH,
  ) {
    this.steps = new ChangesetSteps(graph, warehouse, scope);
  }

  static on(local: LocalWarehouse, who: Partial<ChangesetScope> = {}): Importer {
    return new Importer(`${local.path}.files`, local.graph, local.warehouse, { ...HARBOR_NORTH, ...who });
  }

  /** The same, by somebody else or for another organisation. */
  as(who: Partial<ChangesetScope>): Importer {
    return new Importer(this.directory, this.graph, this.warehouse, { ...this.scope, ...who });
  }

  /** A file of this content, each time under another name. */
  async file(content: string | Buffer): Promise<string> {
    fileCount += 1;
    await mkdir(this.directory, { recursive: true });
    const path = join(this.directory, `profiles-${fileCount}.csv`);
    await writeFile(path, content);
    return path;
  }

  /** A file of rows under `HEADER`. */
  rows(...rows: readonly string[]): Promise<string> {
    return this.file([HEADER, ...rows].map((line) => `${line}\n`).join(''));
  }

  async uploaded(...rows: readonly string[]): Promise<Changeset> {
    return (await this.steps.upload(await this.rows(...rows))).changeset;
  }

  async validated(...rows: readonly string[]): Promise<Changeset> {
    const { changeset_id } = await this.uploaded(...rows);
    return this.steps.validate(changeset_id);
  }

  /** Commits what it was reviewed to be, the rejected rows left behind. */
  commit({ changeset_id, plan_hash, rejected_count }: Changeset): Promise<Changeset> {
    return this.steps.commit(changeset_id, {
      planHash: plan_hash ?? '',
      acceptRejected: Number(rejected_count ?? 0n),
    });
  }

  async imported(...rows: readonly string[]): Promise<Changeset> {
    return this.commit(await this.validated(...rows));
  }

  rollback({ changeset_id }: Changeset): Promise<Changeset> {
    return this.steps.rollback(changeset_id, 'a test takes it back');
  }

  /** A procedure past the steps. */
  async call(procedure: string, parameters: Parameters): Promise<readonly Row[]> {
    return (await runProcedure(this.graph, this.warehouse, procedure, parameters)).rows;
  }

  /**
   * Stages rows under `HEADER` as an upload does, and goes no further: the parameters of `upload_changeset` come of it.
   */
  async staged(...rows: readonly string[]): Promise<Parameters & { readonly changeset_id: string }> {
    const { tenantId, orgId, actor } = this.scope;
    const columns = HEADER.split(',');
    const changesetId = randomUUID();
    await prepareProcedure(this.graph, this.warehouse, 'upload_changeset');
    const { target } = this.graph.operations!.find(
      (operation) => operation.target.name === 'bulk_import_rows',
    )!;
    async function* sent(): AsyncGenerator<Row> {
      for (const [place, line] of rows.entries()) {
        const source = BigInt(place + 2);
        const cells = line.split(',');
        yield await Promise.resolve({
          changeset_id: changesetId,
          tenant_id: tenantId,
          uploaded_on: '2026-01-15',
          source_row: source,
          last_row: source,
          ...Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])),
        });
      }
    }
    await this.warehouse.stage(target, sent());
    return {
      changeset_id: changesetId,
      tenant_id: tenantId,
      org_id: orgId,
      actor,
      entity_type: 'agent_profiles',
      changeset_kind: 'IMPORT',
      source_file: 'staged.csv',
      file_digest: 'd'.repeat(64),
      header_columns: HEADER,
      file_notes: null,
      physical_line_count: BigInt(rows.length + 1),
      header_line_count: 1n,
      blank_line_count: 0n,
    };
  }
}

/** The windows of both profile views, each row as JSON, sorted. */
export interface Windows {
  readonly identity: readonly string[];
  readonly contact: readonly string[];
}

export async function windows(local: LocalWarehouse, columns = '*'): Promise<Windows> {
  const of = async (view: string): Promise<string[]> => {
    const rows = await local.sql(
      `SELECT CAST(to_json(seen) AS VARCHAR) AS text FROM (SELECT ${columns} FROM payroll_config.${view}) AS seen ORDER BY text`,
    );
    return rows.map(([text]) => text ?? '');
  };
  return { identity: await of('agent_profile_identity'), contact: await of('agent_profile_contact') };
}

/** A tenant without any profile, everything that changesets and profiles need in place. */
export async function prepareProfiles(local: LocalWarehouse, ...tenants: readonly string[]): Promise<void> {
  for (const tenant of tenants) await local.addTenant(tenant);
  const scope = { tenant_id: 'harbor', org_id: 'north' };
  await local.procedure('list_profiles', { ...scope, after_id: '' });
  await local.procedure('list_changesets', scope);
  await local.procedure('list_events', { tenant_id: null, subject: null });
}

/** The first fault of what a step is refused with. */
export async function refusal(step: Promise<unknown>): Promise<Fault> {
  try {
    await step;
  } catch (error) {
    if (error instanceof KeyfastError) return error.faults[0];
    throw error;
  }
  throw new Error('The step was not refused');
}
