import type { Row, Value } from './values.ts';

/**
 * Many rows of one table, column by column: a large file staged as an object a row would spend most of its time on the objects. A
 * column that isn't here is NULL.
 */
export class RowBatch {
  constructor(
    readonly rowCount: number,
    /** The values of each row, as many as there are rows. */
    readonly columns: Readonly<Record<string, readonly Value[]>>,
    /** What all rows have in common. */
    readonly shared: Row = {},
  ) {}

  static of(rows: readonly Row[]): RowBatch {
    const names = new Set(rows.flatMap((row) => Object.keys(row)));
    const columns = [...names].map((name) => [name, rows.map((row) => row[name] ?? null)] as const);
    return new RowBatch(rows.length, Object.fromEntries(columns));
  }

  *rows(): Generator<Row> {
    const columns = Object.entries(this.columns);
    for (let index = 0; index < this.rowCount; index++) {
      const values = columns.map(([name, values]) => [name, values[index] ?? null] as const);
      yield { ...this.shared, ...Object.fromEntries(values) };
    }
  }
}

/** Rows and batches of rows, as rows. */
export async function* eachRow(rows: AsyncIterable<Row | RowBatch>): AsyncGenerator<Row> {
  for await (const item of rows) {
    if (item instanceof RowBatch) yield* item.rows();
    else yield item;
  }
}
