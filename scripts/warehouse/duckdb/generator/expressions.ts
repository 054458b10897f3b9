import type {
  Cast,
  FunctionCall,
  GetStructField,
  MakeStruct,
  ResolvedExpression,
  SubqueryExpr,
} from '../../../googlesql/resolved_expressions.ts';
import { isSupported, type ResolvedType, typeName } from '../../../googlesql/types.ts';
import type { GoogleSqlType } from '../../values.ts';
import { SCALAR_FUNCTIONS } from '../functions.ts';
import { castSql } from '../functions/casts.ts';
import { duckDbTypeSql, quoted } from '../types.ts';
import { literalSql, structSql } from './literals.ts';
import { isNeverNull } from './never_null.ts';
import { refuse } from './refusal.ts';
import { querySql } from './scans.ts';
import type { Scope } from './scope.ts';

/** An expression as DuckDB writes it, safe to put between any two operators. */
export function expressionSql(expression: ResolvedExpression, scope: Scope): string {
  switch (expression.kind) {
    case 'Literal':
      return expression.type.kind === 'ENUM'
        ? refuse(`a value of ${expression.type.name}`, expression)
        : literalSql(expression.value, supportedType(expression.type, expression));
    case 'Parameter': {
      const type = supportedType(expression.type, expression);
      scope.statement.useParameter(expression.name, type);
      return `CAST($${expression.name} AS ${duckDbTypeSql(type)})`;
    }
    case 'ColumnRef':
      supportedType(expression.type, expression);
      return scope.columnSql(expression.column);
    case 'FunctionCall':
      return functionCallSql(expression, scope);
    case 'Cast':
      return castExpressionSql(expression, scope);
    case 'MakeStruct':
      return makeStructSql(expression, scope);
    case 'GetStructField':
      return structFieldSql(expression, scope);
    case 'SubqueryExpr':
      return subquerySql(expression, scope);
    case 'DMLDefault':
      // No column has another default: a DEFAULT clause is refused.
      return `CAST(NULL AS ${duckDbTypeSql(supportedType(expression.type, expression))})`;
    case 'AggregateFunctionCall':
    case 'AnalyticFunctionCall':
      return refuse(`${expression.signature} here`, expression);
  }
}

export function supportedType(type: ResolvedType, node: Parameters<typeof refuse>[1]): GoogleSqlType {
  return isSupported(type) ? type : refuse(`the type ${typeName(type)}`, node);
}

function functionCallSql(call: FunctionCall, scope: Scope): string {
  const write = SCALAR_FUNCTIONS.find(call.signature);
  if (write === undefined) return refuse(`the function ${call.signature}`, call);
  if (call.errorMode === 'SAFE_ERROR_MODE') return refuse(`SAFE.${call.signature}`, call);
  const type = supportedType(call.type, call);
  const argumentList = flattened(call);
  const operands = argumentList.map((argument) =>
    argument.type.kind === 'ENUM' ? '' : expressionSql(argument, scope),
  );
  const sql = write(operands, {
    type,
    literals: argumentList.map((argument) => (argument.kind === 'Literal' ? argument.value : undefined)),
    neverNull: argumentList.map(isNeverNull),
    refuse: (what) => refuse(what, call),
  });
  return /^\w+\(.*\)$/s.test(sql) || /^\(.*\)$/s.test(sql) ? sql : `(${sql})`;
}

/** A CONCAT of CONCATs is one of all their operands. */
function flattened({ function: name, signature, argumentList }: FunctionCall): readonly ResolvedExpression[] {
  if (name !== 'concat') return argumentList;
  return argumentList.flatMap((argument) =>
    argument.kind === 'FunctionCall' &&
    argument.signature === signature &&
    argument.errorMode === 'DEFAULT_ERROR_MODE'
      ? flattened(argument)
      : [argument],
  );
}

function castExpressionSql(cast: Cast, scope: Scope): string {
  const from = supportedType(cast.expr.type, cast);
  const to = supportedType(cast.type, cast);
  const sql = castSql(expressionSql(cast.expr, scope), from, to, cast.returnNullOnError);
  const name = cast.returnNullOnError ? 'SAFE_CAST' : 'CAST';
  return sql ?? refuse(`${name}(${typeName(from)} AS ${typeName(to)})`, cast);
}

function makeStructSql(struct: MakeStruct, scope: Scope): string {
  const type = supportedType(struct.type, struct);
  if (type.kind !== 'STRUCT') throw new TypeError(`A MakeStruct gives a ${type.kind}.`);
  refuseDuplicateFields(type, struct);
  return structSql(
    type,
    struct.fieldList.map((field) => expressionSql(field, scope)),
  );
}

function structFieldSql(access: GetStructField, scope: Scope): string {
  const type = supportedType(access.expr.type, access);
  const field = type.kind === 'STRUCT' ? type.fields[access.fieldIdx] : undefined;
  if (field === undefined) throw new TypeError(`A struct has no field ${access.fieldIdx}.`);
  return `struct_extract(${expressionSql(access.expr, scope)}, ${quoted(field.name).replaceAll('"', `'`)})`;
}

/** DuckDB finds a field by its name, whatever the case. */
function refuseDuplicateFields(type: Extract<GoogleSqlType, { kind: 'STRUCT' }>, node: MakeStruct): void {
  const names = type.fields.map((field) => field.name.toLowerCase());
  if (new Set(names).size < names.length) refuse(`two fields of one name in a ${typeName(type)}`, node);
}

function subquerySql(subquery: SubqueryExpr, scope: Scope): string {
  const query = querySql(subquery.subquery, scope);
  switch (subquery.subqueryType) {
    case 'SCALAR':
      return `(${query})`;
    case 'ARRAY':
      return `ARRAY(${query})`;
    case 'EXISTS':
      return `EXISTS (${query})`;
    case 'IN': {
      const { inExpr } = subquery;
      if (inExpr === undefined) throw new TypeError('IN without its left side');
      const type = supportedType(inExpr.type, subquery);
      if (['FLOAT64', 'ARRAY', 'STRUCT'].includes(type.kind))
        refuse(`IN over a subquery of ${typeName(type)}`, subquery);
      return `(${expressionSql(inExpr, scope)} IN (${query}))`;
    }
  }
}
