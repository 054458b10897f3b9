import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { Table, TableSchema } from '@google-cloud/bigquery';
import type { Row } from '../values.ts';
import { newlineJson } from './newline_json.ts';

/**
 * Appends rows by one load job, streamed: never by `insertAll`, whose rows resist DML for half an hour. All rows arrive, or
 * none. Gives their number.
 */
export async function loadRows(table: Table, rows: AsyncIterable<Row>): Promise<number> {
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const row of rows) {
      count += 1;
      yield newlineJson(row);
    }
  }
  const [{ schema }] = (await table.getMetadata()) as [{ schema: TableSchema }, unknown];
  const sink = table.createWriteStream({
    sourceFormat: 'NEWLINE_DELIMITED_JSON',
    schema,
    createDisposition: 'CREATE_NEVER',
    writeDisposition: 'WRITE_APPEND',
  });
  const source = Readable.from(lines());
  source.on('error', (error) => sink.destroy(error));
  source.pipe(sink);
  await once(sink, 'complete');
  return count;
}
