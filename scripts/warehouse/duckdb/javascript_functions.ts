import {
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { CONVERSIONS } from './javascript_functions/conversions.ts';
import { NUMBERS } from './javascript_functions/numbers.ts';
import { TEXT } from './javascript_functions/text.ts';

/**
 * A function of GoogleSQL's that DuckDB has not, or has otherwise, as JavaScript. It costs about half a microsecond a row, so
 * the generated SQL reaches it only for the values that need it: beyond ASCII, beyond eighteen digits.
 *
 * `evaluate` never sees NULL: a NULL argument gives NULL. What it throws is the statement's error.
 */
export interface JavaScriptFunction {
  readonly name: string;
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  readonly evaluate: (...values: NonNullable<DuckDBValue>[]) => DuckDBValue;
}

const FUNCTIONS: readonly JavaScriptFunction[] = [...TEXT, ...NUMBERS, ...CONVERSIONS];

/** Makes the functions known to a database. A view that uses them works only where they are. */
export function registerJavaScriptFunctions(connection: DuckDBConnection): void {
  for (const definition of FUNCTIONS) connection.registerScalarFunction(scalarFunction(definition));
}

function scalarFunction({ name, parameters, returns, evaluate }: JavaScriptFunction): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: parameters,
    returnType: returns,
    mainFunction: (_info, input, output) => {
      const columns = parameters.map((_, index) => input.getColumnVector(index));
      for (let row = 0; row < input.rowCount; row++) {
        const values = columns.flatMap((column): NonNullable<DuckDBValue>[] => {
          const value = column.getItem(row);
          return value === null ? [] : [value];
        });
        output.setItem(row, values.length === columns.length ? evaluate(...values) : null);
      }
      output.flush();
    },
  });
}
