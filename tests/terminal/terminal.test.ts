import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallError, DataError } from '../../scripts/errors.ts';
import { Terminal } from '../../scripts/terminal/terminal.ts';
import { tableText } from '../../scripts/terminal/table.ts';
import { styleFor } from '../../scripts/terminal/style.ts';

/** Standard output or error that remembers what was written. */
class Screen extends PassThrough {
  readonly chunks: string[] = [];
  columns = 80;
  constructor(readonly isTTY: boolean) {
    super();
    this.on('data', (chunk: Buffer) => this.chunks.push(chunk.toString()));
  }
  get shown(): string {
    return this.chunks.join('');
  }
}

let stdout: Screen;
let stderr: Screen;

beforeEach(() => {
  stdout = new Screen(false);
  stderr = new Screen(false);
});

function terminal(json: boolean, environment: NodeJS.ProcessEnv = {}): Terminal {
  const streams = { stdout, stderr } as unknown as { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };
  return new Terminal(streams, environment, json);
}

const REFUSAL = new DataError(
  [
    {
      code: 'BAD_NUMBER',
      message: 'Not a number',
      location: { file: 'in/a.csv', line: 7, column: 'gross_commission' },
      value: '1,\u001b[31m5',
      allowed: 'a decimal number',
    },
    { code: 'MORE_FAULTS', message: '2 faults in all' },
  ],
  'keyfast load --help',
);

describe('showError', () => {
  test('says what, where, the value with nothing a terminal would obey, what is allowed, and what next', () => {
    expect(terminal(false).showError(REFUSAL)).toBe(1);
    expect(stderr.shown).toBe(
      [
        'error in/a.csv:7:gross_commission Not a number [BAD_NUMBER]',
        '      value:   "1,\\u{1b}[31m5"',
        '      allowed: a decimal number',
        'error 2 faults in all [MORE_FAULTS]',
        'next: keyfast load --help',
        '',
      ].join('\n'),
    );
    expect(stdout.shown).toBe('');
  });

  test('with --json is one document on standard output and nothing on standard error', () => {
    expect(terminal(true).showError(REFUSAL)).toBe(1);
    expect(JSON.parse(stdout.shown)).toEqual({
      error: {
        exit_code: 1,
        faults: [
          {
            code: 'BAD_NUMBER',
            message: 'Not a number',
            file: 'in/a.csv',
            line: 7,
            column: 'gross_commission',
            value: '1,\u001b[31m5',
            allowed: 'a decimal number',
          },
          {
            code: 'MORE_FAULTS',
            message: '2 faults in all',
            file: null,
            line: null,
            column: null,
            value: null,
            allowed: null,
          },
        ],
        next_step: 'keyfast load --help',
      },
    });
    expect(stderr.shown).toBe('');
  });

  test('an unexpected error is one line without a stack trace, and exit code 3', () => {
    expect(terminal(false).showError(new TypeError('x is not a function\nat somewhere'))).toBe(3);
    expect(stderr.shown).toBe(
      'error Unexpected error: x is not a function [UNEXPECTED]\n' +
        'next: run it again with KEYFAST_DEBUG=1 to see where it comes from\n',
    );
  });

  test('KEYFAST_DEBUG=1 shows where an error comes from, and its causes', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    terminal(false, { KEYFAST_DEBUG: '1' }).showError(error);
    expect(stderr.shown).toMatch(/Error: outer\n {4}at [\s\S]*caused by: Error: inner\n {4}at /);
  });

  test('a refusal whose code says enough names the next command', () => {
    terminal(false).showError(
      new DataError([{ code: 'UNKNOWN_TENANT', message: 'Tenant acme is not registered' }]),
    );
    expect(stderr.shown).toContain('next: keyfast tenant list, then keyfast tenant add ID\n');
  });

  test('a long value is shortened', () => {
    terminal(false).showError(
      new CallError({ code: 'BAD_NAME', message: 'Too long', value: 'x'.repeat(500) }),
    );
    expect(stderr.shown).toContain(`value:   "${'x'.repeat(80)}…" (500 characters)\n`);
  });
});

describe('show', () => {
  const report = {
    document: { safe: 7n, beyond: 2n ** 53n, money: '12.50', bytes: new Uint8Array([1, 255]) },
    text: (style: { green: (text: string) => string }) => `${style.green('done')}\n`,
  };

  test('with --json keeps every number exact', () => {
    terminal(true).show(report);
    expect(JSON.parse(stdout.shown)).toEqual({
      safe: 7,
      beyond: '9007199254740992',
      money: '12.50',
      bytes: '01ff',
    });
  });

  test('is without colour in a pipe', () => {
    terminal(false).show(report);
    expect(stdout.shown).toBe('done\n');
  });

  test.each([
    [{}, '\u001b[32mdone\u001b[39m\n'],
    [{ NO_COLOR: '1' }, 'done\n'],
    [{ TERM: 'dumb' }, 'done\n'],
  ])('on a terminal with %o', (environment, expected) => {
    stdout = new Screen(true);
    terminal(false, environment).show(report);
    expect(stdout.shown).toBe(expected);
  });
});

describe('progress', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['a terminal', true, false, '\r\u001b[KCounting'],
    ['a pipe', false, false, '[20 s] Counting\n'],
    ['a program that reads --json', false, true, ''],
    ['a person who asked for --json', true, true, ''],
  ])('for %s', (_, isTTY, json, last) => {
    const stderrOf = new Screen(isTTY);
    const written: string[] = [];
    stderrOf.write = (text: string) => written.push(text) > 0;
    stderr = stderrOf;
    terminal(json).progress.update('Counting');
    vi.advanceTimersByTime(20_000);
    expect(written.at(-1) ?? '').toBe(last);
  });
});

describe('tableText', () => {
  test('puts numbers to the right and shows what cannot be seen', () => {
    const rows = [
      { name: 'Data\u200bdog', count: 1234n, amount: '-7.5' },
      { name: 'Zürich\u00a0', count: null, amount: '12345.25' },
    ];
    const columns = [
      { heading: 'name', cell: (row: (typeof rows)[0]) => row.name },
      { heading: 'count', cell: (row: (typeof rows)[0]) => row.count },
      { heading: 'amount', cell: (row: (typeof rows)[0]) => row.amount },
    ];
    expect(tableText(rows, columns, styleFor({}, {}))).toBe(
      [
        '  name             count    amount',
        '  Data\\u{200b}dog  1,234      -7.5',
        '  Zürich\\u{a0}         –  12345.25',
        '',
      ].join('\n'),
    );
  });
});
