import type { ResolvedNode } from '../../scripts/googlesql/node_fields.ts';
import type {
  AggregateFunctionCall,
  AnalyticFunctionCall,
  FunctionCall,
  WindowFrame,
} from '../../scripts/googlesql/resolved_expressions.ts';
import { typeName } from '../../scripts/googlesql/types.ts';
import { nodesOf } from './tree_walk.ts';

function frameText({ frameUnit, startExpr, endExpr }: WindowFrame): string {
  return ` ${frameUnit} ${startExpr.boundaryType} TO ${endExpr.boundaryType}`;
}

/** An array of STRUCTs is made alike whatever their fields are. */
function withoutFields(signature: string): string {
  const shorter = signature.replace(/STRUCT<[^<>]*(?:ARRAY<[^<>]*>[^<>]*)*>/g, 'STRUCT');
  return shorter === signature ? signature : withoutFields(shorter);
}

/** The part of a date or the form of a normalisation is a constant: it belongs to what is called. */
function callText(node: FunctionCall | AggregateFunctionCall | AnalyticFunctionCall): string {
  let text = withoutFields(node.signature);
  for (const argument of node.argumentList) {
    if (argument.kind === 'Literal' && argument.type.kind === 'ENUM' && typeof argument.value === 'string') {
      text = text.replace(argument.type.name, argument.value);
    }
  }
  return text;
}

/** How a node uses a function: its signature and the modifiers that change what it means; undefined when it calls none. */
function usage(node: ResolvedNode): string | undefined {
  switch (node.kind) {
    case 'Cast':
      return `${node.returnNullOnError ? '$safe_cast' : '$cast'}(${typeName(node.expr.type)} → ${typeName(node.type)})`;
    case 'FunctionCall':
      return `${node.errorMode === 'SAFE_ERROR_MODE' ? 'SAFE.' : ''}${callText(node)}`;
    case 'AggregateFunctionCall':
    case 'AnalyticFunctionCall': {
      const nulls = {
        DEFAULT_NULL_HANDLING: '',
        IGNORE_NULLS: ' IGNORE NULLS',
        RESPECT_NULLS: ' RESPECT NULLS',
      };
      const modifiers = `${node.distinct ? ' DISTINCT' : ''}${nulls[node.nullHandlingModifier]}`;
      if (node.kind === 'AnalyticFunctionCall') {
        return `${callText(node)}${modifiers} OVER${node.windowFrame === undefined ? '' : frameText(node.windowFrame)}`;
      }
      const orderBy = node.orderByItemList.length === 0 ? '' : ' ORDER BY';
      return `${callText(node)}${modifiers}${orderBy}${node.limit === undefined ? '' : ' LIMIT'}`;
    }
    default:
      return undefined;
  }
}

/** Every use of a function in the trees, in alphabetical order. */
export function usagesIn(trees: unknown): string[] {
  const found = new Set<string>();
  for (const node of nodesOf(trees)) {
    const text = usage(node);
    if (text !== undefined) found.add(text);
  }
  return [...found].sort();
}
