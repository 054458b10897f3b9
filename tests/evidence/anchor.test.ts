import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  anchor,
  chainAgainstAnchors,
  lastAgainstAnchors,
  manifestAgainstAnchors,
  readAnchors,
} from '../../scripts/evidence/anchor.ts';
import type { Finding } from '../../scripts/evidence/finding.ts';
import { manifestOf } from './report_files.ts';

const FIRST = manifestOf({ sequence: 1, run_id: 'run-1' });
const SECOND = manifestOf({ sequence: 2, run_id: 'run-2', previous_digest: FIRST.digest });
const MORNING = new Date('2026-01-31T07:00:00Z');
const EVENING = new Date('2026-01-31T19:00:00Z');

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-anchor-'));
  file = join(directory, 'anchors.csv');
  await anchor(file, FIRST, MORNING);
  await anchor(file, SECOND, EVENING);
});

afterEach(() => rm(directory, { recursive: true }));

async function edited(from: string | RegExp, to: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
}

function codes(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, code }) => `${severity} ${code}`);
}

test('a line a manifest, once, however often it is anchored', async () => {
  await anchor(file, FIRST, EVENING);

  expect(await readFile(file, 'utf8')).toBe(
    'sequence,run_id,digest,anchored_at\n' +
      `1,run-1,${FIRST.digest},2026-01-31T07:00:00.000Z\n` +
      `2,run-2,${SECOND.digest},2026-01-31T19:00:00.000Z\n`,
  );
});

test('the chain that was anchored holds; of an earlier report it is said that there are later ones', async () => {
  const anchors = await readAnchors(file);

  expect(codes(anchors.findings)).toEqual([]);
  expect(codes(chainAgainstAnchors([FIRST, SECOND], anchors))).toEqual([]);
  expect(codes(manifestAgainstAnchors(SECOND, anchors))).toEqual([]);
  expect(codes(manifestAgainstAnchors(FIRST, anchors))).toEqual(['note SUPERSEDED']);
});

test('a chain that was cut off or rewritten since is named', async () => {
  const anchors = await readAnchors(file);
  const rewritten = manifestOf({ sequence: 2, run_id: 'run-2', actor: 'eve' });

  expect(codes(chainAgainstAnchors([FIRST], anchors))).toEqual(['fault CHAIN_TRUNCATED']);
  expect(codes(chainAgainstAnchors([FIRST, rewritten], anchors))).toEqual(['fault CHAIN_REWRITTEN']);
  expect(codes(manifestAgainstAnchors(rewritten, anchors))).toEqual(['fault CHAIN_REWRITTEN']);
  expect(codes(manifestAgainstAnchors(manifestOf({ sequence: 3 }), anchors))).toEqual(['fault NOT_ANCHORED']);
});

test('an older report under the number of a newer one is named', async () => {
  const replayed = manifestOf({ sequence: 2, run_id: 'run-1' });

  expect(codes(manifestAgainstAnchors(replayed, await readAnchors(file)))).toEqual(['fault CHAIN_REWRITTEN']);
});

test('a clock that was set back is named, in the lines and against the run', async () => {
  await edited('2026-01-31T19:00:00.000Z', '2026-01-30T19:00:00.000Z');
  const anchors = await readAnchors(file);

  expect(codes(anchors.findings)).toEqual(['fault CLOCK_SET_BACK']);
  // The run began on the 31st.
  expect(codes(manifestAgainstAnchors(SECOND, anchors))).toEqual(['fault CLOCK_SET_BACK']);
});

test('an anchor file that was damaged or contradicts itself is named', async () => {
  await edited(`2,run-2,${SECOND.digest}`, `1,run-1,${SECOND.digest}`);
  expect(codes((await readAnchors(file)).findings)).toEqual(['fault CHAIN_REWRITTEN']);

  await edited('1,run-1', 'one,run-1');
  expect(codes((await readAnchors(file)).findings)).toEqual(['fault ANCHOR_CHANGED']);
});

test('the last manifest of a chain has to be anchored, an earlier one hasn’t', async () => {
  const third = manifestOf({ sequence: 3, run_id: 'run-3', previous_digest: SECOND.digest });
  await edited(/^1,.*\n/m, '');
  const anchors = await readAnchors(file);

  expect(codes(lastAgainstAnchors([FIRST, SECOND], anchors))).toEqual([]);
  expect(codes(lastAgainstAnchors([FIRST, SECOND, third], anchors))).toEqual(['fault NOT_ANCHORED']);
});

test.each(['', 'sequence,run_id,digest,anchored_at\n'])(
  'a file without an anchor, %j, is no anchor',
  async (text) => {
    await writeFile(file, text);

    expect(codes((await readAnchors(file)).findings)).toEqual(['fault NO_ANCHORS']);
  },
);

test('lines that a checkout ended otherwise are the same anchors', async () => {
  const before = await readAnchors(file);
  await edited(/\n/g, '\r\n');

  expect(await readAnchors(file)).toEqual(before);
});

test('without an anchor file there is nothing to check against', async () => {
  await expect(readAnchors(join(directory, 'none.csv'))).rejects.toMatchObject({
    exitCode: 2,
    faults: [{ code: 'FILE_NOT_FOUND' }],
  });
});
