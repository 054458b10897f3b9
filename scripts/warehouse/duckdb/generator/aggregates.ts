import type {
  AggregateFunctionCall,
  AnalyticFunctionCall,
  ResolvedExpression,
  WindowFrame,
  WindowFrameExpr,
} from '../../../googlesql/resolved_expressions.ts';
import type { AnalyticFunctionGroup } from '../../../googlesql/resolved_scans.ts';
import { AGGREGATE_FUNCTIONS, ANALYTIC_FUNCTIONS, type AggregateCall } from '../functions/aggregates.ts';
import { expressionSql, supportedType } from './expressions.ts';
import { orderBySql } from './order_by.ts';
import { refuse } from './refusal.ts';
import type { Scope } from './scope.ts';

export function aggregateSql(expression: ResolvedExpression, scope: Scope): string {
  if (expression.kind !== 'AggregateFunctionCall') throw new TypeError(`${expression.kind} as an aggregate`);
  const write = AGGREGATE_FUNCTIONS.find(expression.signature);
  if (write === undefined) return refuse(`the aggregate function ${expression.signature}`, expression);
  const limit = expression.limit === undefined ? undefined : expressionSql(expression.limit, scope);
  return write(operandsOf(expression, scope), {
    ...describe(expression, limit),
    apply: (name, operands, filter) => {
      const distinct = expression.distinct ? 'DISTINCT ' : '';
      const order = orderBySql(expression.orderByItemList, scope);
      const orderBy = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
      return `${name}(${distinct}${operands.join(', ')}${orderBy})${filterSql(filter)}`;
    },
  });
}

export function analyticSql(call: AnalyticFunctionCall, group: AnalyticFunctionGroup, scope: Scope): string {
  const write = ANALYTIC_FUNCTIONS.find(call.signature) ?? AGGREGATE_FUNCTIONS.find(call.signature);
  if (write === undefined) return refuse(`the window function ${call.signature}`, call);
  const over = overSql(call, group, scope);
  return write(operandsOf(call, scope), {
    ...describe(call, undefined),
    apply: (name, operands, filter) => {
      const distinct = call.distinct ? 'DISTINCT ' : '';
      return `${name}(${distinct}${operands.join(', ')})${filterSql(filter)} OVER (${over})`;
    },
  });
}

function operandsOf(call: AggregateFunctionCall | AnalyticFunctionCall, scope: Scope): string[] {
  return call.argumentList.map((argument) => expressionSql(argument, scope));
}

function describe(
  call: AggregateFunctionCall | AnalyticFunctionCall,
  limit: string | undefined,
): Omit<AggregateCall, 'apply'> {
  return {
    type: supportedType(call.type, call),
    distinct: call.distinct,
    ignoreNulls: call.nullHandlingModifier === 'IGNORE_NULLS',
    limit,
    refuse: (what) => refuse(what, call),
  };
}

function filterSql(filter: string | undefined): string {
  return filter === undefined ? '' : ` FILTER (WHERE ${filter})`;
}

function overSql(call: AnalyticFunctionCall, group: AnalyticFunctionGroup, scope: Scope): string {
  const partition = group.partitionBy?.partitionByList.map((column) => scope.columnSql(column.column)) ?? [];
  const order = orderBySql(group.orderBy?.orderByItemList ?? [], scope);
  return [
    partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')}`,
    order.length === 0 ? '' : `ORDER BY ${order.join(', ')}`,
    call.windowFrame === undefined ? '' : frameSql(call.windowFrame, scope),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function frameSql(frame: WindowFrame, scope: Scope): string {
  const bounds = [frame.startExpr, frame.endExpr].map((bound) => boundSql(bound, frame, scope));
  return `${frame.frameUnit} BETWEEN ${bounds.join(' AND ')}`;
}

function boundSql(bound: WindowFrameExpr, frame: WindowFrame, scope: Scope): string {
  if (bound.expression === undefined) return bound.boundaryType.replace('_', ' ');
  if (frame.frameUnit === 'RANGE') return refuse('a RANGE frame with an offset', bound);
  return `${expressionSql(bound.expression, scope)} ${bound.boundaryType === 'OFFSET_PRECEDING' ? 'PRECEDING' : 'FOLLOWING'}`;
}
