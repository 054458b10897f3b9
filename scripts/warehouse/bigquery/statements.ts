import {
  dottedName,
  type CompiledAssertion,
  type CompiledOperation,
  type CompiledTable,
} from '../../dataform/compiled_graph.ts';

/**
 * What is sent to BigQuery for an action, as Dataform sends it. `offset` is where the action's own SQL begins in the script, so
 * that a position in an error can be found in the `.sqlx` file.
 */
export interface Script {
  readonly text: string;
  readonly offset: number;
  readonly compiled: string;
}

/** A query may end in a comment or in its own semicolon: the separator stands on a line of its own. */
const SEPARATOR = '\n;\n';

export function operationScript(operation: CompiledOperation): Script {
  const text = operation.queries.join(SEPARATOR);
  return { text, offset: 0, compiled: text };
}

export function tableScript(table: CompiledTable): Script {
  const kind = table.type === 'view' ? 'VIEW' : 'TABLE';
  const { partitionBy, clusterBy = [] } = table.bigquery ?? {};
  const before = [
    ...(table.preOps ?? []).map((statement) => `${statement}${SEPARATOR}`),
    `CREATE OR REPLACE ${kind} \`${dottedName(table.target)}\`\n`,
    partitionBy === undefined ? '' : `PARTITION BY ${partitionBy}\n`,
    clusterBy.length === 0 ? '' : `CLUSTER BY ${clusterBy.join(', ')}\n`,
    'AS ',
  ].join('');
  const after = (table.postOps ?? []).map((statement) => `${SEPARATOR}${statement}`).join('');
  return { text: `${before}${table.query}${after}`, offset: before.length, compiled: table.query };
}

/** The view of the failing rows, then the rows. */
export function assertionScript(assertion: CompiledAssertion): Script {
  const view = `\`${dottedName(assertion.target)}\``;
  const before = `CREATE OR REPLACE VIEW ${view} AS `;
  const text = `${before}${assertion.query}${SEPARATOR}SELECT * FROM ${view}`;
  return { text, offset: before.length, compiled: assertion.query };
}

export function queryScript(query: string): Script {
  return { text: query, offset: 0, compiled: query };
}
