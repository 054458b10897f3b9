import type { Node, ResolvedExpression, TextRange } from '../../scripts/googlesql/resolved_expressions.ts';
import type { TableScan } from '../../scripts/googlesql/resolved_scans.ts';
import type {
  DeleteStmt,
  MergeStmt,
  MergeWhen,
  ResolvedStatement,
  UpdateItem,
  UpdateStmt,
} from '../../scripts/googlesql/resolved_statements.ts';

/** What is cut out of a script's text, and what is written between the cuts. */
type Piece = TextRange | string;

/** A SELECT made of a statement's own text: of the rows that it gives, stores, changes or deletes. */
export interface SelectForm {
  readonly label: string;
  readonly pieces: readonly Piece[];
  /** The parts of the tree that it is made of. */
  readonly root: unknown;
}

/**
 * A query is its own form. A CTAS, view or INSERT has the query that it stores; an UPDATE or DELETE, the rows that its
 * condition takes, with their new values; a MERGE, its source, and the same for each of its clauses.
 */
export function selectForms(tree: ResolvedStatement, text: string, range: TextRange): SelectForm[] {
  switch (tree.kind) {
    case 'QueryStmt': {
      const names = tree.outputColumnList.map(({ name }) => name).slice(0, 3);
      return [{ label: `SELECT ${names.join(', ')}`, pieces: [range], root: tree }];
    }
    case 'CreateTableAsSelectStmt':
    case 'CreateViewStmt':
      return [{ label: `CREATE ${tree.namePath.join('.')}`, ...storedRows(tree.query, range) }];
    case 'InsertStmt':
      if (tree.query === undefined) throw new Error('An INSERT of VALUES has no form as a SELECT.');
      return [{ label: `INSERT INTO ${nameOf(tree.tableScan)}`, ...storedRows(tree.query, range) }];
    case 'UpdateStmt':
      return [updateForm(tree, text, range)];
    case 'DeleteStmt':
      return [deleteForm(tree, text, range)];
    case 'MergeStmt':
      return mergeForms(tree, text);
    case 'AssertStmt':
    case 'TruncateStmt':
      throw new Error(`${tree.kind} has no form as a SELECT.`);
    default:
      return [];
  }
}

function storedRows(query: Node<string>, { end }: TextRange): Omit<SelectForm, 'label'> {
  return { pieces: [{ start: rangeOf(query).start, end }], root: query };
}

function updateForm(tree: UpdateStmt, text: string, { end }: TextRange): SelectForm {
  const target = tableIn(tree.tableScan, text, 'SET');
  const values = newValues(tree.updateItemList);
  const lastValue = values.at(-1)?.end ?? target.range.end;
  const where = text.lastIndexOf('WHERE', rangeOf(tree.whereExpr).start);
  const from = { start: text.indexOf('FROM', lastValue) + 'FROM'.length, end: where };
  const source = tree.fromScan === undefined ? [] : [' CROSS JOIN ', from];
  return {
    label: `UPDATE ${nameOf(tree.tableScan)}`,
    pieces: [
      ...selected([...target.columns, ...values]),
      target.range,
      ...source,
      '\n',
      { start: where, end },
    ],
    root: tree,
  };
}

function deleteForm(tree: DeleteStmt, text: string, { end }: TextRange): SelectForm {
  const { columns, range } = tableIn(tree.tableScan, text, 'WHERE');
  return {
    label: `DELETE FROM ${nameOf(tree.tableScan)}`,
    pieces: [...selected(columns), { start: range.start, end }],
    root: tree,
  };
}

function mergeForms(tree: MergeStmt, text: string): SelectForm[] {
  const target = tableIn(tree.tableScan, text, 'USING');
  const condition = rangeOf(tree.mergeExpr);
  const source = {
    start: target.range.end + 'USING'.length,
    end: text.lastIndexOf('ON', condition.start),
  };
  const label = `MERGE ${nameOf(tree.tableScan)}`;
  const without = (other: TextRange): Piece[] => [
    ' WHERE NOT EXISTS (SELECT 1 FROM ',
    other,
    ' WHERE ',
    condition,
    ')',
  ];
  const clauseForm = (clause: MergeWhen): SelectForm => {
    const rows = {
      MATCHED: [target.range, ' CROSS JOIN ', source, ' WHERE (', condition, ')'],
      NOT_MATCHED_BY_TARGET: [source, ...without(target.range)],
      NOT_MATCHED_BY_SOURCE: [target.range, ...without(source)],
    }[clause.matchType];
    const values = [
      ...newValues(clause.updateItemList),
      ...(clause.insertRow?.valueList ?? []).map(({ value }) => rangeOf(value)),
    ];
    const columns = clause.matchType === 'NOT_MATCHED_BY_TARGET' ? [] : target.columns;
    const more = clause.matchExpr === undefined ? [] : [' AND (', rangeOf(clause.matchExpr), ')'];
    return {
      label: `${label} WHEN ${clause.matchType} THEN ${clause.actionType}`,
      pieces: [...selected([...columns, ...values]), ...rows, ...more],
      root: [tree.tableScan, tree.fromScan, tree.mergeExpr, clause],
    };
  };
  return [
    { label, pieces: [rangeOf(tree.fromScan)], root: tree.fromScan },
    ...tree.whenClauseList.map(clauseForm),
  ];
}

/** A column may be selected twice: it has a name of its own by its position. */
function selected(list: readonly Piece[]): Piece[] {
  const items = list.flatMap((piece, index): Piece[] => [index === 0 ? '' : ', ', piece, ` AS c${index}`]);
  return ['SELECT ', ...items, '\nFROM '];
}

/** The table that a statement changes, with its alias, and the columns of it that the statement names. */
function tableIn(
  scan: TableScan,
  text: string,
  nextKeyword: string,
): { readonly range: TextRange; readonly columns: readonly string[] } {
  const { start } = rangeOf(scan);
  const range = { start, end: text.indexOf(nextKeyword, start) };
  const alias = /\sAS (\w+)\s*$/.exec(text.slice(range.start, range.end))?.[1];
  if (alias === undefined) throw new Error(`${scan.table} is changed without an alias.`);
  return { range, columns: scan.columnList.map(({ name }) => `${alias}.${name}`) };
}

function newValues(items: readonly UpdateItem[]): TextRange[] {
  return items.map(({ setValue }) => rangeOf(setValue.value));
}

/** A cast that the analyser put in has the place of what it casts. */
function rangeOf(node: Node<string> | ResolvedExpression): TextRange {
  if (node.location !== undefined) return node.location;
  if (node.kind === 'Cast' && 'expr' in node) return rangeOf(node.expr);
  throw new Error(`A ${node.kind} stands nowhere in the text.`);
}

function nameOf({ table }: TableScan): string {
  return table.slice(table.lastIndexOf('.') + 1);
}
