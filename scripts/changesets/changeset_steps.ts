import { createHash } from 'node:crypto';
import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { runProcedure } from '../dataform/run_procedure.ts';
import { KeyfastError } from '../errors.ts';
import { limitsOf } from '../load/limits.ts';
import type { Parameters, Row } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { changesetOf, type Changeset, type ChangesetId, type ChangesetScope } from './changeset.ts';
import { findChangeset } from './find_changeset.ts';
import { recordRefusal } from './refusal_events.ts';
import { rulesDigest } from './rules_digest.ts';
import { uploadChangeset, type UploadedChangeset, type UploadProgress } from './upload_changeset.ts';

/** Which rows of a review. */
export type ReviewedRows = 'creates' | 'updates' | 'unchanged' | 'errors' | 'warnings';

export interface CommitRequest {
  /** What was reviewed; any other plan is refused, whatever it says. */
  readonly planHash: string;
  /** How many rejected rows are left behind on purpose. */
  readonly acceptRejected: number | undefined;
}

/**
 * The steps of a changeset for one organisation of one tenant, each the procedure of its name: the one way for the command
 * line and whatever else takes them. What a guard refuses comes as the error of its code, and leaves an event where an auditor should see it.
 *
 * A changeset is named by its id or by the first eight characters of it, or more, when they are of one only.
 */
export class ChangesetSteps {
  constructor(
    private readonly graph: CompiledGraph,
    private readonly warehouse: Warehouse,
    readonly scope: ChangesetScope,
  ) {}

  upload(
    file: string,
    kind: 'IMPORT' | 'BOOTSTRAP' = 'IMPORT',
    progress: UploadProgress = {},
  ): Promise<UploadedChangeset> {
    return uploadChangeset({ ...this.scope, file, kind }, this.graph, this.warehouse, progress);
  }

  async validate(name: string): Promise<Changeset> {
    const { rows } = await this.step('validate_changeset', name, { rules_digest: rulesDigest(this.graph) });
    return changesetOf(rows);
  }

  async commit(name: string, { planHash, acceptRejected }: CommitRequest): Promise<Changeset> {
    const { rows } = await this.step('commit_changeset_writes', name, {
      plan_hash: planHash,
      accept_rejected: acceptRejected === undefined ? null : BigInt(acceptRejected),
      rules_digest: rulesDigest(this.graph),
    });
    return changesetOf(rows);
  }

  async reject(name: string, reason: string): Promise<Changeset> {
    return changesetOf((await this.step('reject_changeset', name, { reason })).rows);
  }

  async rollback(name: string, reason: string): Promise<Changeset> {
    return changesetOf((await this.step('rollback_changeset', name, { reason })).rows);
  }

  /** What a rollback would remove, and a row for each later changeset that blocks it. */
  async previewRollback(name: string): Promise<readonly Row[]> {
    return (await this.step('preview_rollback', name)).rows;
  }

  /**
   * The agents who are one person with somebody else once the changeset is rolled back, or since it was: a row for each two of
   * them.
   */
  async peopleGivenBack(name: string): Promise<readonly Row[]> {
    return (await this.step('list_people_given_back', name)).rows;
  }

  async show(name: string): Promise<Changeset> {
    return changesetOf((await this.step('show_changeset', name)).rows);
  }

  /** Whether the SQL has changed since the validation, so that a commit would refuse its plan. */
  isByOtherRules(changeset: Changeset): boolean {
    return changeset.rules_digest !== rulesDigest(this.graph);
  }

  /** How many faults of a file a person is shown. */
  get faultsKept(): number {
    return limitsOf(this.graph).faultsKept;
  }

  /** `vars.requireSecondApprover`: who uploaded can't commit. */
  get requiresSecondApprover(): boolean {
    return this.graph.projectConfig.vars?.requireSecondApprover === 'true';
  }

  /** The newest first. */
  async list(): Promise<readonly Changeset[]> {
    const { rows } = await this.run('list_changesets', {
      tenant_id: this.scope.tenantId,
      org_id: this.scope.orgId,
    });
    return rows as readonly Changeset[];
  }

  /** One row per severity, code and column, with their count and the first of them; errors first. */
  async issueSummary(name: string): Promise<readonly Row[]> {
    return (await this.step('summarise_changeset_issues', name)).rows;
  }

  /** What the rows mean, a page at a time, in the order of the file. */
  reviewPages(name: string, only: ReviewedRows | null, afterRow = 0n): AsyncGenerator<readonly Row[]> {
    return this.pages('review_changeset_rows', name, { only }, afterRow);
  }

  issuePages(name: string, severity: 'ERROR' | 'WARNING' | 'NOTE' | null): AsyncGenerator<readonly Row[]> {
    return this.pages('list_changeset_issues', name, { severity });
  }

  /** The rejected rows as they were sent, with their codes and messages. */
  rejectedRowPages(name: string): AsyncGenerator<readonly Row[]> {
    return this.pages('list_rejected_rows', name);
  }

  private async *pages(
    procedure: string,
    name: string,
    parameters: Parameters = {},
    afterRow = 0n,
  ): AsyncGenerator<readonly Row[]> {
    const id = await this.find(name);
    for (let after = afterRow; ;) {
      const { rows } = await this.step(procedure, id, { ...parameters, after_row: after });
      const last = rows.at(-1)?.source_row;
      if (typeof last !== 'bigint') return;
      yield rows;
      after = last;
    }
  }

  private async step(
    procedure: string,
    name: string,
    parameters: Parameters = {},
  ): Promise<{ readonly rows: readonly Row[] }> {
    const id = await this.find(name);
    try {
      return await this.run(procedure, {
        tenant_id: this.scope.tenantId,
        org_id: this.scope.orgId,
        changeset_id: id,
        actor: this.scope.actor,
        ...parameters,
      });
    } catch (error) {
      if (error instanceof KeyfastError) await this.recordRefusal(procedure, id, error);
      throw error;
    }
  }

  private find(name: string): Promise<ChangesetId> {
    return findChangeset(name, async (start) => {
      const { tenantId, orgId } = this.scope;
      const parameters = { tenant_id: tenantId, org_id: orgId, changeset_id: start };
      return (await this.run('find_changesets', parameters)).rows;
    });
  }

  private run(procedure: string, parameters: Parameters): Promise<{ readonly rows: readonly Row[] }> {
    return runProcedure(this.graph, this.warehouse, procedure, parameters);
  }

  /** An auditor sees who asked for what isn't theirs, whether it is somebody else's or nobody's; and every refused commit. */
  private async recordRefusal(procedure: string, id: ChangesetId, error: KeyfastError): Promise<void> {
    const [{ code }] = error.faults;
    const isAccess = code === 'UNKNOWN_CHANGESET';
    if (!isAccess && procedure !== 'commit_changeset_writes') return;
    await recordRefusal(this.graph, this.warehouse, this.scope, {
      eventType: isAccess ? 'ACCESS_REFUSED' : 'COMMIT_REFUSED',
      subject: asSubject(id),
      details: { org_id: this.scope.orgId, step: procedure, code },
    });
  }
}

/** Whatever was asked for stands in the event as an id, or as the digest of what can't be one. */
function asSubject(id: ChangesetId): string {
  return /^[\w-]{1,64}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
}
