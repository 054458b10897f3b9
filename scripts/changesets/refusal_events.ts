import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { runProcedure } from '../dataform/run_procedure.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { ChangesetScope } from './changeset.ts';

export const REFUSAL_EVENT_TYPES = ['FILE_REFUSED', 'ACCESS_REFUSED', 'COMMIT_REFUSED'] as const;

export interface RefusalEvent {
  readonly eventType: (typeof REFUSAL_EVENT_TYPES)[number];
  /** An id or a digest, never a name. */
  readonly subject: string;
  /** Codes and counts. */
  readonly details: Readonly<Record<string, string | number>>;
}

/**
 * A refusal aborts its transaction, so its event is written in a second one, to the tenant of who asked. What was refused is what a
 * person must hear of: an event that can't be written, as for a tenant that isn't registered, hides nothing.
 */
export async function recordRefusal(
  graph: CompiledGraph,
  warehouse: Warehouse,
  { tenantId, actor }: ChangesetScope,
  { eventType, subject, details }: RefusalEvent,
): Promise<void> {
  await runProcedure(graph, warehouse, 'record_refusal', {
    tenant_id: tenantId,
    event_type: eventType,
    subject,
    details: JSON.stringify(details),
    actor,
  }).catch(() => undefined);
}
