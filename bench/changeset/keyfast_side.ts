import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import { count, text } from '../../scripts/changesets/changeset.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import { SCOPE } from './existing_agents.ts';
import type { Side } from './side.ts';

/** The project as it runs: the steps that the command line takes, through the engine. */
export class KeyfastSide implements Side {
  private constructor(
    private readonly steps: ChangesetSteps,
    private readonly warehouse: DuckDbWarehouse,
  ) {}

  static async open(path: string): Promise<KeyfastSide> {
    const graph = await compileProject();
    const warehouse = await DuckDbWarehouse.open(path, graph);
    return new KeyfastSide(new ChangesetSteps(graph, warehouse, SCOPE), warehouse);
  }

  async upload(file: string): Promise<void> {
    await this.steps.upload(file);
  }

  async validate(): Promise<void> {
    await this.steps.validate(await this.newest());
  }

  /** As a person does who has reviewed the plan, and leaves its rejected rows behind. */
  async commit(): Promise<void> {
    const id = await this.newest();
    const changeset = await this.steps.show(id);
    await this.steps.commit(id, {
      planHash: text(changeset, 'plan_hash'),
      acceptRejected: Number(count(changeset, 'rejected_count')),
    });
  }

  async rollback(): Promise<void> {
    await this.steps.rollback(await this.newest(), 'to see how long it takes');
  }

  close(): Promise<void> {
    return this.warehouse.close();
  }

  private async newest(): Promise<string> {
    const [changeset] = await this.steps.list();
    if (changeset === undefined) throw new Error('The warehouse has no changeset');
    return changeset.changeset_id;
  }
}
