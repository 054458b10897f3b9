import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { text, type Changeset } from '../../scripts/changesets/changeset.ts';
import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import { KeyfastError } from '../../scripts/errors.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';

export const TENANT = 'harbor';
export const HEADER = 'agent_entity_id,agent_id,first_name,last_name,effective_start_date,email,phone';

/** An organisation of a tenant in a warehouse of its own, and a place for the files that it sends. */
export class Organisation {
  private constructor(
    readonly local: LocalWarehouse,
    readonly steps: ChangesetSteps,
    private readonly directory: string,
  ) {}

  static async create(): Promise<Organisation> {
    const directory = await mkdtemp(join(tmpdir(), 'keyfast-changesets-'));
    const local = await LocalWarehouse.open(join(directory, 'keyfast.duckdb'));
    await local.addTenant(TENANT);
    const scope = { tenantId: TENANT, orgId: 'o1', actor: 'ann' };
    return new Organisation(local, new ChangesetSteps(local.graph, local.warehouse, scope), directory);
  }

  /** The steps of somebody else. */
  stepsOf(tenantId: string, orgId: string, actor = 'eve'): ChangesetSteps {
    return new ChangesetSteps(this.local.graph, this.local.warehouse, { tenantId, orgId, actor });
  }

  async file(content: string | Buffer, name = 'file.csv'): Promise<string> {
    const file = join(this.directory, name);
    await writeFile(file, content);
    return file;
  }

  async upload(content: string | Buffer): Promise<Changeset> {
    return (await this.steps.upload(await this.file(content))).changeset;
  }

  /** Uploads and validates. */
  async import(...rows: readonly string[]): Promise<Changeset> {
    const uploaded = await this.upload([HEADER, ...rows].map((row) => `${row}\n`).join(''));
    return this.steps.validate(uploaded.changeset_id);
  }

  async commit(changeset: Changeset, actor = 'bob'): Promise<Changeset> {
    return this.stepsOf(TENANT, 'o1', actor).commit(changeset.changeset_id, {
      planHash: changeset.plan_hash ?? '',
      acceptRejected: Number(changeset.rejected_count),
    });
  }

  /** Type, subject and details of the events, the call's id left out; the newest last. */
  async events(tenant = TENANT): Promise<readonly { type: unknown; subject: unknown; details: object }[]> {
    const rows = await this.local.procedure('list_events', { tenant_id: tenant, subject: null });
    return rows.map((event) => {
      const facts = Object.entries(JSON.parse(text(event, 'details')) as Record<string, unknown>);
      return {
        type: event.event_type,
        subject: event.subject,
        details: Object.fromEntries(facts.filter(([name]) => name !== 'call_id')),
      };
    });
  }

  /** `bulk_import_rows` of a changeset in the order of the file. */
  async stagedRows({ changeset_id: id }: Changeset, columns: string): Promise<(string | null)[][]> {
    return this.local.sql(
      `SELECT ${columns} FROM payroll_config.bulk_import_rows WHERE changeset_id = '${id}' ORDER BY source_row`,
    );
  }

  async remove(): Promise<void> {
    await this.local.close();
    await rm(this.directory, { recursive: true });
  }
}

/** The error with which something is refused. */
export async function refusalOf(work: Promise<unknown>): Promise<KeyfastError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof KeyfastError) return error;
  throw new Error('It was not refused', { cause: error });
}

export async function all(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
