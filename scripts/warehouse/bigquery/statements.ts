import {
  dottedName,
  type CompiledAssertion,
  type CompiledOperation,
  type CompiledTable,
} from '../../dataform/compiled_graph.ts';

/** SQL that Dataform compiled, and the index at which it stands in the script that is sent. */
export interface CompiledPart {
  readonly compiled: string;
  readonly at: number;
}

/** What is sent to BigQuery for an action, as Dataform sends it. A position in it can be found in the `.sqlx` file by its parts. */
export interface Script {
  readonly text: string;
  readonly parts: readonly CompiledPart[];
}

type Piece = string | { readonly compiled: string };

/** A query may end in a comment or in its own semicolon: the separator stands on a line of its own. */
const SEPARATOR = '\n;\n';

export function operationScript(operation: CompiledOperation): Script {
  return script(
    operation.queries.flatMap((compiled, index) => (index > 0 ? [SEPARATOR, { compiled }] : [{ compiled }])),
  );
}

export function tableScript(table: CompiledTable): Script {
  const kind = table.type === 'view' ? 'VIEW' : 'TABLE';
  const { partitionBy, clusterBy = [] } = table.bigquery ?? {};
  return script([
    ...(table.preOps ?? []).flatMap((compiled) => [{ compiled }, SEPARATOR]),
    `CREATE OR REPLACE ${kind} \`${dottedName(table.target)}\`\n`,
    partitionBy === undefined ? '' : `PARTITION BY ${partitionBy}\n`,
    clusterBy.length === 0 ? '' : `CLUSTER BY ${clusterBy.join(', ')}\n`,
    'AS ',
    { compiled: table.query },
    ...(table.postOps ?? []).flatMap((compiled) => [SEPARATOR, { compiled }]),
  ]);
}

/** The view of the failing rows, then the rows. */
export function assertionScript(assertion: CompiledAssertion): Script {
  const view = `\`${dottedName(assertion.target)}\``;
  return script([
    `CREATE OR REPLACE VIEW ${view} AS `,
    { compiled: assertion.query },
    `${SEPARATOR}SELECT * FROM ${view}`,
  ]);
}

export function queryScript(query: string): Script {
  return script([{ compiled: query }]);
}

function script(pieces: readonly Piece[]): Script {
  let text = '';
  const parts: CompiledPart[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
    } else {
      parts.push({ compiled: piece.compiled, at: text.length });
      text += piece.compiled;
    }
  }
  return { text, parts };
}
