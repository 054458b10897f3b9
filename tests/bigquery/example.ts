import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { selectActions } from '../../scripts/dataform/select.ts';
import { loadFiles } from '../../scripts/load/load_files.ts';
import { parsePeriod } from '../../scripts/load/period.ts';
import type { SourceKindName } from '../../scripts/load/source_kinds.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';

interface Manifest {
  readonly tenants: readonly { readonly id: string; readonly name: string }[];
  readonly files: readonly {
    readonly kind: SourceKindName;
    readonly tenant: string;
    readonly period?: string;
    readonly path: string;
  }[];
  readonly aliases: readonly ({ readonly tenant: string } & Readonly<Record<string, string>>)[];
}

const EXAMPLE = join(PROJECT_ROOT, 'data');
const ACTOR = 'example';
const IDENTITIES = ['evidence_begin', '+dim_business_mapping', '+dim_agent_identity'];

/** Everything of `data/`, loaded as `keyfast load` does; an alias needs the ids, so identities are assigned before. */
export async function loadExample(graph: CompiledGraph, warehouse: Warehouse): Promise<void> {
  const { tenants, files, aliases } = JSON.parse(
    await readFile(join(EXAMPLE, 'manifest.json'), 'utf8'),
  ) as Manifest;
  for (const { id, name } of tenants) {
    await runProcedure(graph, warehouse, 'tenant_add', { tenant_id: id, tenant_name: name, actor: ACTOR });
  }
  for (const { kind, tenant, period, path } of files) {
    const periodLabel = period === undefined ? null : parsePeriod(period);
    await loadFiles(
      { kind, files: [join(EXAMPLE, path)], tenantId: tenant, periodLabel, actor: ACTOR },
      graph,
      warehouse,
    );
  }
  await runGraph(graph, selectActions(enabledActions(graph), IDENTITIES), warehouse);
  for (const { tenant, ...alias } of aliases) {
    await runProcedure(graph, warehouse, 'alias_add', { ...alias, tenant_id: tenant, actor: ACTOR });
  }
}

export function enabledActions(graph: CompiledGraph): ReturnType<typeof graphActions> {
  return graphActions(graph).filter((action) => !action.disabled);
}
