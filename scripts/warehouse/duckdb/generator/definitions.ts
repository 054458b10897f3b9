import type {
  AlterAction,
  AlterTableStmt,
  ColumnAnnotations,
  ColumnDefinition,
  CreateTableAsSelectStmt,
  CreateTableStmt,
  CreateViewStmt,
  DropStmt,
  ResolvedStatement,
} from '../../../googlesql/resolved_statements.ts';
import { duckDbTypeSql, quoted } from '../types.ts';
import { columnSql, statementSql } from './block.ts';
import { supportedType } from './expressions.ts';
import { refuse } from './refusal.ts';
import { scanBlock } from './scans.ts';
import type { Scope } from './scope.ts';
import { storedSql } from './stored_values.ts';

type Creation = CreateTableStmt | CreateTableAsSelectStmt | CreateViewStmt;

/** Partitioning, clustering and options have no effect on rows and none here. */
export function createTable(tree: CreateTableStmt, scope: Scope): string {
  const columns = tree.columnDefinitionList.map(columnDefinitionSql);
  return `${createSql(tree, 'TABLE', scope)} (${columns.join(', ')})`;
}

export function createTableAsSelect(tree: CreateTableAsSelectStmt, scope: Scope): string {
  for (const definition of tree.columnDefinitionList) {
    if (constraintsOf(definition.annotations).length > 0)
      refuse('a constraint in CREATE TABLE … AS SELECT', tree);
  }
  return `${createSql(tree, 'TABLE', scope)} AS ${outputSql(tree, scope, storedSql)}`;
}

export function createView(tree: CreateViewStmt, scope: Scope): string {
  return `${createSql(tree, 'VIEW', scope)} AS ${outputSql(tree, scope, (sql) => sql)}`;
}

export function dropObject(tree: DropStmt, scope: Scope): string {
  if (tree.objectType !== 'TABLE' && tree.objectType !== 'VIEW') refuse(`DROP ${tree.objectType}`, tree);
  return `DROP ${tree.objectType} ${tree.isIfExists ? 'IF EXISTS ' : ''}${nameSql(tree, scope)}`;
}

/** One command an action, as DuckDB takes one at a time. */
export function alterTable(tree: AlterTableStmt, scope: Scope): string[] {
  const alter = `ALTER TABLE ${tree.isIfExists ? 'IF EXISTS ' : ''}${nameSql(tree, scope)}`;
  return tree.alterActionList.map((action) => `${alter} ${alterActionSql(action)}`);
}

function alterActionSql(action: AlterAction): string {
  switch (action.kind) {
    case 'RenameToAction': {
      const [name, ...others] = action.newPath;
      if (name === undefined || others.length > 0 || name.includes('.'))
        return refuse('a rename to another dataset', action);
      return `RENAME TO ${quoted(name)}`;
    }
    case 'AddColumnAction': {
      const { columnDefinition, isIfNotExists } = action;
      if (constraintsOf(columnDefinition.annotations).length > 0)
        refuse('ADD COLUMN with a constraint', action);
      return `ADD COLUMN ${isIfNotExists ? 'IF NOT EXISTS ' : ''}${columnDefinitionSql(columnDefinition)}`;
    }
  }
}

function outputSql(
  tree: CreateTableAsSelectStmt | CreateViewStmt,
  scope: Scope,
  write: typeof storedSql,
): string {
  const block = scanBlock(tree.query, scope);
  const list = tree.outputColumnList.map(({ name, column }) => {
    supportedType(column.type, tree);
    return `${write(columnSql(block, column), column.type)} AS ${quoted(name)}`;
  });
  return statementSql(block, list);
}

/** On BigQuery the dataset is there; a new database file has none. */
export function createDataset(tree: ResolvedStatement): string[] {
  if (!('namePath' in tree)) return [];
  const [, dataset, table] = tree.namePath.join('.').split('.');
  return dataset === undefined || table === undefined
    ? []
    : [`CREATE SCHEMA IF NOT EXISTS ${quoted(dataset)}`];
}

/** A temporary table ends with its script. */
export function temporaryTable(tree: ResolvedStatement, scope: Scope): { readonly temporaryTable?: string } {
  const isTemporary = 'createScope' in tree && tree.createScope === 'CREATE_TEMP';
  return isTemporary ? { temporaryTable: nameSql(tree, scope) } : {};
}

function createSql(tree: Creation, object: 'TABLE' | 'VIEW', scope: Scope): string {
  const isTemporary = tree.createScope === 'CREATE_TEMP';
  if (!isTemporary && tree.createScope !== 'CREATE_DEFAULT_SCOPE') refuse(tree.createScope, tree);
  return [
    'CREATE',
    tree.createMode === 'CREATE_OR_REPLACE' ? ' OR REPLACE' : '',
    isTemporary ? ' TEMP' : '',
    ` ${object}`,
    tree.createMode === 'CREATE_IF_NOT_EXISTS' ? ' IF NOT EXISTS' : '',
    ` ${nameSql(tree, scope)}`,
  ].join('');
}

function nameSql(tree: Creation | AlterTableStmt | DropStmt, scope: Scope): string {
  const name = tree.namePath.join('.');
  return scope.statement.tableSql(name) ?? refuse(`the table ${name} of another project`, tree);
}

function columnDefinitionSql(definition: ColumnDefinition): string {
  const { name, type, annotations } = definition;
  const constraints = constraintsOf(annotations).map((constraint) => {
    switch (constraint.kind) {
      case 'notNull':
        return ' NOT NULL';
      case 'maxLength': {
        const length = type.kind === 'BYTES' ? 'octet_length' : 'length';
        return ` CHECK (${length}(${quoted(name)}) <= ${constraint.limit})`;
      }
      case 'other':
        return refuse(`${constraint.what} of the column ${name}`, definition);
    }
  });
  // As BigQuery has it, an array that isn't given is empty.
  const initial = type.kind === 'ARRAY' ? ' DEFAULT []' : '';
  return `${quoted(name)} ${duckDbTypeSql(supportedType(type, definition))}${initial}${constraints.join('')}`;
}

type Constraint =
  | { readonly kind: 'notNull' }
  | { readonly kind: 'maxLength'; readonly limit: number }
  | { readonly kind: 'other'; readonly what: string };

function constraintsOf(annotations: ColumnAnnotations | undefined): Constraint[] {
  if (annotations === undefined) return [];
  const { notNull, typeParameters, childList } = annotations;
  const constraints: Constraint[] = notNull ? [{ kind: 'notNull' }] : [];
  if (typeParameters?.maxLength !== undefined) {
    constraints.push({ kind: 'maxLength', limit: typeParameters.maxLength });
  }
  if (typeParameters?.precision !== undefined) {
    constraints.push({
      kind: 'other',
      what: `the limits NUMERIC(${typeParameters.precision}, ${typeParameters.scale ?? 0})`,
    });
  }
  const children = childList.flatMap(constraintsOf);
  if (
    children.length > 0 ||
    (typeParameters?.children ?? []).some((child) => Object.keys(child).length > 1)
  ) {
    constraints.push({ kind: 'other', what: 'the limits of an element or field' });
  }
  return constraints;
}
