import type { FunctionCall, ResolvedExpression } from '../../../googlesql/resolved_expressions.ts';

/** Whether an expression can't be NULL, whatever its columns are. FALSE where that isn't known. */
export function isNeverNull(expression: ResolvedExpression): boolean {
  switch (expression.kind) {
    case 'Literal':
      return expression.value !== null;
    case 'Cast':
      return !expression.returnNullOnError && isNeverNull(expression.expr);
    case 'FunctionCall':
      return isNeverNullCall(expression);
    default:
      return false;
  }
}

function isNeverNullCall({ function: name, argumentList, errorMode }: FunctionCall): boolean {
  if (errorMode === 'SAFE_ERROR_MODE') return false;
  switch (name) {
    case 'coalesce':
    case 'ifnull':
      return argumentList.some(isNeverNull);
    case 'if':
      return argumentList.slice(1).every(isNeverNull);
    case '$case_no_value':
      // WHEN … THEN …, in pairs; without an ELSE a row that meets none is NULL.
      return (
        argumentList.length % 2 === 1 &&
        argumentList.every(
          (argument, index) => (index % 2 === 0 && index + 1 < argumentList.length) || isNeverNull(argument),
        )
      );
    case 'concat':
      return argumentList.every(isNeverNull);
    default:
      return false;
  }
}
