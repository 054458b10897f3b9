import { beforeEach, describe, expect, test } from 'vitest';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { assertion, graph, operation, table, view } from './graph_fixture.ts';
import { RecordingWarehouse } from './recording_warehouse.ts';

const GRAPH = graph({
  operations: [
    operation('tenants', { hasOutput: true, tags: ['table'] }),
    operation('dim_agent', { hasOutput: true }),
    operation('evidence_begin'),
    operation('staged_rows', { hasOutput: true, disabled: true, tags: ['procedure'] }),
    operation('tenant_add', {
      disabled: true,
      tags: ['procedure'],
      dependsOn: [
        'tenants',
        'staged_rows',
        'tenant_names',
        'tenants_check',
        'evidence_begin',
        'not_a_procedure',
      ],
    }),
    operation('summarise', { disabled: true, tags: ['procedure'], dependsOn: ['materialised'] }),
    operation('count_agents', { disabled: true, tags: ['procedure'], dependsOn: ['dim_agent'] }),
    operation('not_a_procedure', { disabled: true }),
  ],
  tables: [view('tenant_names', { dependsOn: ['tenants'] }), table('materialised', 'table')],
  assertions: [assertion('tenants_check')],
});

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let warehouse: RecordingWarehouse;

beforeEach(() => {
  warehouse = new RecordingWarehouse();
});

describe('runProcedure', () => {
  test('makes the shared tables and views that it needs and are missing, then runs it with its parameters', async () => {
    warehouse.answers.set('tenant_add', { columns: [], rows: [{ tenant_id: 'acme' }] });
    const result = await runProcedure(GRAPH, warehouse, 'tenant_add', { tenant_id: 'acme' });
    expect(warehouse.calls).toEqual([
      'run staged_rows',
      'run tenants',
      'create tenant_names',
      'run tenant_add',
    ]);
    expect(warehouse.parameters.at(-1)).toEqual({
      tenant_id: 'acme',
      call_id: expect.stringMatching(UUID) as string,
    });
    expect(result.rows).toEqual([{ tenant_id: 'acme' }]);
  });

  test('gives each call an id of its own', async () => {
    await runProcedure(GRAPH, warehouse, 'tenant_add');
    await runProcedure(GRAPH, warehouse, 'tenant_add');
    const [first, second] = warehouse.parameters.slice(-2);
    expect(first?.call_id).not.toBe(second?.call_id);
  });

  test('touches nothing of what is there', async () => {
    warehouse.existing.add('tenants').add('tenant_names').add('staged_rows');
    await runProcedure(GRAPH, warehouse, 'tenant_add');
    expect(warehouse.calls).toEqual(['run tenant_add']);
  });

  test.each(['summarise', 'count_agents'])(
    '%s, which reads results of a run, is refused when there has been none',
    async (name) => {
      await expect(runProcedure(GRAPH, warehouse, name)).rejects.toMatchObject({
        exitCode: 1,
        faults: [{ code: 'NOT_RUN_YET' }],
        nextStep: 'keyfast run',
      });
      expect(warehouse.calls).toEqual([]);
    },
  );

  test('does not run an operation that is no procedure', async () => {
    await expect(runProcedure(GRAPH, warehouse, 'not_a_procedure')).rejects.toThrow('not_a_procedure');
    await expect(runProcedure(GRAPH, warehouse, 'tenants')).rejects.toThrow('tenants');
    expect(warehouse.calls).toEqual([]);
  });
});
