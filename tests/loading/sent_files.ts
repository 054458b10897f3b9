import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { loadFiles, type LoadedFile, type LoadRequest } from '../../scripts/load/load_files.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';

export const TENANT = 'acme';

type Way = Pick<LoadRequest, 'reinstates' | 'replacesAll'>;

/** Files that the tenant sends, in a directory of their own. */
export class SentFiles {
  readonly #directory = mkdtempSync(join(tmpdir(), 'keyfast-sent-'));

  constructor(
    private readonly graph: CompiledGraph,
    private readonly warehouse: Warehouse,
  ) {}

  /** Stages 1 and 3 are of January 2025, unless the lines have a `period_label`. */
  async load(
    kind: LoadRequest['kind'],
    name: string,
    lines: readonly string[],
    way: Way = {},
  ): Promise<LoadedFile> {
    const file = join(this.#directory, name);
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    const isOfOnePeriod = kind.startsWith('stage') && !lines[0]?.includes('period_label');
    const request = {
      kind,
      files: [file],
      tenantId: TENANT,
      periodLabel: isOfOnePeriod ? '2025-01-01' : null,
      actor: 'ann',
    };
    const [loaded] = await loadFiles({ ...request, ...way }, this.graph, this.warehouse);
    if (!loaded) throw new Error('A load gives what it loaded.');
    return loaded;
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }
}

export function outcomesOf({ outcomes }: LoadedFile): Row['outcome'][] {
  return outcomes.map(({ outcome }) => outcome ?? null);
}
