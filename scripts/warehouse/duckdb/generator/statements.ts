import type {
  AssertStmt,
  DeleteStmt,
  InsertStmt,
  OutputColumn,
  QueryStmt,
  ResolvedStatement,
  TruncateStmt,
} from '../../../googlesql/resolved_statements.ts';
import type { TableScan } from '../../../googlesql/resolved_scans.ts';
import type { Column } from '../../values.ts';
import type { Command, TranslatedStatement } from '../translation.ts';
import { quoted } from '../types.ts';
import { columnSql, scopeOf, source, statementSql, type Block } from './block.ts';
import {
  alterTable,
  createDataset,
  createTable,
  createTableAsSelect,
  createView,
  dropObject,
  temporaryTable,
} from './definitions.ts';
import { expressionSql, supportedType } from './expressions.ts';
import { stringSql } from './literals.ts';
import { mergeCommands } from './merge.ts';
import { refuse } from './refusal.ts';
import { scanBlock } from './scans.ts';
import { Scope, Statement } from './scope.ts';
import { storedSql } from './stored_values.ts';
import { updateCommands } from './update.ts';

/** Translates one statement. Throws `Refusal`. `project` is the graph's default one. */
export function translateStatement(tree: ResolvedStatement, project: string): TranslatedStatement {
  const statement = new Statement(project);
  const scope = new Scope(statement);
  const command = (sql: string): Command => ({ sql, parameters: Object.fromEntries(statement.parameters) });
  const bare = (sql: string): Command => ({ sql, parameters: {} });
  const commands = (...list: readonly Command[]): TranslatedStatement => ({
    kind: 'commands',
    commands: list,
  });
  /** The change plan alone evaluates expressions; the rest works on its rows. */
  const planned = ([plan = '', ...rest]: readonly string[]): TranslatedStatement =>
    commands(command(plan), ...rest.map(bare));
  const created = (sql: string): TranslatedStatement => ({
    ...commands(...createDataset(tree).map(bare), command(sql)),
    ...temporaryTable(tree, scope),
  });
  switch (tree.kind) {
    case 'QueryStmt':
      return { kind: 'query', command: command(outputSql(tree, scope)), columns: resultColumns(tree) };
    case 'InsertStmt':
      return commands(command(insertSql(tree, scope)));
    case 'UpdateStmt':
      return planned(updateCommands(tree, scope));
    case 'DeleteStmt':
      return commands(command(deleteSql(tree, scope)));
    case 'MergeStmt':
      return planned(mergeCommands(tree, scope));
    case 'TruncateStmt':
      return commands(bare(truncateSql(tree, scope)));
    case 'CreateTableStmt':
      return created(createTable(tree, scope));
    case 'CreateTableAsSelectStmt':
      return created(createTableAsSelect(tree, scope));
    case 'CreateViewStmt':
      return created(createView(tree, scope));
    case 'AlterTableStmt':
      return commands(...alterTable(tree, scope).map(bare));
    case 'DropStmt':
      return commands(bare(dropObject(tree, scope)));
    case 'AssertStmt':
      return commands(command(assertSql(tree, scope)));
    case 'BeginStmt':
      return { kind: 'begin' };
    case 'CommitStmt':
      return { kind: 'commit' };
    case 'RollbackStmt':
      return { kind: 'rollback' };
  }
}

function outputSql(tree: QueryStmt, scope: Scope): string {
  const block = scanBlock(tree.query, scope);
  const names = resultNames(tree.outputColumnList);
  return statementSql(
    block,
    tree.outputColumnList.map(
      ({ column }, index) => `${columnSql(block, column)} AS ${quoted(names[index] ?? '')}`,
    ),
  );
}

function resultColumns(tree: QueryStmt): Column[] {
  const names = resultNames(tree.outputColumnList);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) refuse(`two columns called ${twice} in a result`, tree);
  return tree.outputColumnList.map(({ column }, index) => ({
    name: names[index] ?? '',
    type: supportedType(column.type, tree),
  }));
}

/** A column without a name is `f0_`, `f1_` … as on BigQuery. */
function resultNames(columns: readonly OutputColumn[]): string[] {
  let anonymous = 0;
  return columns.map(({ name }) => (name.startsWith('$') ? `f${anonymous++}_` : name));
}

/** The table that a statement writes to, and its columns by the names they have there. */
export function targetTable(
  scan: TableScan,
  scope: Scope,
): { readonly table: string; readonly block: Block } {
  const table = scope.statement.tableSql(scan.table);
  if (table === undefined) return refuse(`the table ${scan.table} of another project`, scan);
  const columns = scan.columnList.map((column) => [column, `target.${quoted(column.name)}`] as const);
  return { table, block: source(`${table} AS target`, columns) };
}

function insertSql(tree: InsertStmt, scope: Scope): string {
  const { table } = targetTable(tree.tableScan, scope);
  const columns = tree.insertColumnList.map((column) => quoted(column.name)).join(', ');
  const insert = `INSERT INTO ${table} (${columns})`;
  if (tree.query !== undefined) {
    const block = scanBlock(tree.query, scope);
    const values = tree.queryOutputColumnList.map((column) =>
      storedSql(columnSql(block, column), column.type),
    );
    return `${insert} ${statementSql(block, values)}`;
  }
  const rows = tree.rowList.map(
    ({ valueList }) =>
      `(${valueList.map(({ value }) => storedSql(expressionSql(value, scope), value.type)).join(', ')})`,
  );
  return `${insert} VALUES ${rows.join(', ')}`;
}

function deleteSql(tree: DeleteStmt, scope: Scope): string {
  const { table, block } = targetTable(tree.tableScan, scope);
  return `DELETE FROM ${table} AS target WHERE ${expressionSql(tree.whereExpr, scopeOf(block, scope))}`;
}

/** Not DuckDB's TRUNCATE, to which no transaction can return. */
function truncateSql(tree: TruncateStmt, scope: Scope): string {
  if (tree.whereExpr !== undefined) refuse('TRUNCATE … WHERE', tree);
  return `DELETE FROM ${targetTable(tree.tableScan, scope).table}`;
}

function assertSql(tree: AssertStmt, scope: Scope): string {
  const message = stringSql(`Assertion failed${tree.description === '' ? '' : `: ${tree.description}`}`);
  return `SELECT CASE WHEN (${expressionSql(tree.expression, scope)}) IS NOT TRUE THEN error(${message}) END`;
}
