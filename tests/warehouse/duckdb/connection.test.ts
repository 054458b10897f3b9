import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WarehouseError } from '../../../scripts/errors.ts';
import { DuckDbConnection } from '../../../scripts/warehouse/duckdb/connection.ts';
import { engineError } from '../../../scripts/warehouse/duckdb/engine_error.ts';

const HOLDER = `
  const { DuckDBInstance } = require('@duckdb/node-api');
  DuckDBInstance.create(process.argv[1]).then((instance) => {
    process.stdout.write('held');
    process.stdin.once('data', () => { instance.closeSync(); process.exit(); });
  });
`;

test('waits for another process that holds the file, saying so, then gives up naming it', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'keyfast-lock-')), 'held.duckdb');
  const holder = spawn(process.execPath, ['-e', HOLDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const messages: string[] = [];
  const onWait = (message: string): number => messages.push(message);
  try {
    const impatient = DuckDbConnection.open(path, { onWait, patienceMilliseconds: 0 });
    await expect(impatient).rejects.toBeInstanceOf(WarehouseError);
    await expect(impatient).rejects.toMatchObject({ faults: [{ code: 'WAREHOUSE_LOCKED' }] });

    const patient = DuckDbConnection.open(path, {
      onWait: (message) => {
        onWait(message);
        holder.stdin.write('end');
      },
    });
    const connection = await patient;
    expect(await connection.query('SELECT 1')).toEqual([[1]]);
    connection.close();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toBe(`Waiting for ${path}: process ${holder.pid} is using it`);
  } finally {
    holder.kill();
  }
});

test('what is no database is refused, and named', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'keyfast-lock-')), 'letter.duckdb');
  writeFileSync(path, 'Dear Sir or Madam');
  await expect(DuckDbConnection.open(path)).rejects.toMatchObject({
    faults: [
      {
        code: 'WAREHOUSE_UNREADABLE',
        message: "It can't be opened: The file exists, but it is not a valid DuckDB database file!",
        location: { file: path },
      },
    ],
    nextStep: 'put a copy of the file in its place, or name another with --warehouse duckdb:FILE',
  });
});

test('a directory that is not there is said without naming the file twice', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'keyfast-lock-')), 'none', 'new.duckdb');
  await expect(DuckDbConnection.open(path)).rejects.toMatchObject({
    faults: [{ message: "It can't be opened: Cannot open file: No such file or directory" }],
    nextStep: 'the same command with --warehouse duckdb:FILE, in a directory that is there',
  });
});

test('waiting ends when a person interrupts it', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'keyfast-lock-')), 'held.duckdb');
  const holder = spawn(process.execPath, ['-e', HOLDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const interruption = new AbortController();
  try {
    const waiting = DuckDbConnection.open(path, {
      signal: interruption.signal,
      onWait: () => {
        interruption.abort();
      },
    });
    await expect(waiting).rejects.toThrow('aborted');
  } finally {
    holder.kill();
  }
});

test('has the memory that it is given, and says so when that is too little', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'keyfast-memory-')), 'small.duckdb');
  const connection = await DuckDbConnection.open(path, { memoryLimit: '100MB' });
  try {
    expect(await connection.query(`SELECT current_setting('memory_limit')`)).toEqual([['95.3 MiB']]);
    const failed = await connection
      .query(`SELECT length(list(repeat('a', 100) || range)) FROM range(10_000_000)`)
      .catch((error: unknown) => engineError(error, undefined));
    expect(failed).toMatchObject({
      exitCode: 3,
      faults: [
        {
          code: 'OUT_OF_MEMORY',
          message: expect.stringMatching(/^DuckDB has too little memory for it: \S/) as string,
        },
      ],
    });
  } finally {
    connection.close();
  }
});
