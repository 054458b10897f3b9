import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CallError } from '../errors.ts';
import { PAGE } from '../report/report_files.ts';
import { MANIFEST_FILE } from './bind_report.ts';
import { canonicalJson, type JsonValue } from './canonical_json.ts';
import { fault, note, type Finding } from './finding.ts';
import { sha256, type Manifest } from './manifest.ts';
import { readManifest } from './read_manifest.ts';

const REPORT_JSON = 'report.json';
/** What every report consists of (docs/report.md). */
const FILES_OF_A_REPORT: readonly string[] = [
  PAGE,
  REPORT_JSON,
  'controls.csv',
  'failures.csv',
  'changesets.csv',
  'identities.csv',
  'money.csv',
];
const RUN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface VerifiedFiles {
  /** Undefined when there is none that can be read. */
  readonly manifest: Manifest | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Checks a report from its files alone: the manifest against its own digest, each file against the manifest, and what the
 * files say of the run against one another.
 *
 * @throws CallError when there is no such report.
 */
export async function verifyFiles(path: string): Promise<VerifiedFiles> {
  const manifestPath = await manifestAt(path);
  const { manifest, findings } = readManifest(await readFile(manifestPath, 'utf8'), manifestPath);
  if (manifest === undefined) return { manifest, findings };
  const directory = dirname(manifestPath);
  const contents = await contentsOf(directory);
  return {
    manifest,
    findings: [
      ...findings,
      ...coverFindings(manifest, contents, manifestPath),
      ...filesFindings(manifest, contents, directory, manifestPath === path),
      ...reportFindings(manifest, contents, directory),
      ...contradictions(contents, join(directory, REPORT_JSON)),
      ...directoryFindings(manifest, directory),
    ],
  };
}

async function manifestAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  const manifest = found?.isDirectory() ? join(path, MANIFEST_FILE) : path;
  const isThere = found !== undefined && (await stat(manifest).catch(() => undefined))?.isFile();
  if (isThere) return manifest;
  throw new CallError(
    {
      code: 'FILE_NOT_FOUND',
      message: found
        ? `There is no ${MANIFEST_FILE} in it: nothing binds this report`
        : 'There is no such report',
      location: { file: path },
      allowed: `the directory of a report, or its ${MANIFEST_FILE}`,
    },
    'keyfast report',
  );
}

type Contents = ReadonlyMap<string, Buffer>;

async function contentsOf(directory: string): Promise<Contents> {
  const entries = await readdir(directory, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== MANIFEST_FILE);
  const read = files.map(async ({ name }) => [name, await readFile(join(directory, name))] as const);
  return new Map(await Promise.all(read));
}

/**
 * What a manifest has to bind. A run of one control records no digest of inputs, and its report says that the rest left no
 * result; one that says that everything holds has them.
 */
function coverFindings(manifest: Manifest, contents: Contents, file: string): Finding[] {
  const unbound = FILES_OF_A_REPORT.filter((name) => !Object.hasOwn(manifest.files, name));
  const empty = (['inputs', 'outputs', 'marks'] as const).filter(
    (part) => Object.keys(manifest[part]).length === 0,
  );
  const findings: Finding[] = [];
  if (unbound.length > 0) {
    const message = `the manifest doesn't bind ${unbound.join(', ')}, of which every report has one`;
    findings.push(fault('MANIFEST_INCOMPLETE', message, { file }));
  }
  if (empty.length > 0) {
    const message = `the manifest binds nothing of the run's ${empty.join(', ')}: its tables can't be compared with it`;
    const isPartial = !empty.includes('outputs') && saysThatItIsPartial(contents);
    findings.push((isPartial ? note : fault)('MANIFEST_INCOMPLETE', message, { file }));
  }
  return findings;
}

function saysThatItIsPartial(contents: Contents): boolean {
  const report = jsonIn(contents.get(REPORT_JSON)?.toString('utf8'));
  const coverage = isObject(report) && isObject(report.coverage) ? report.coverage : {};
  return [coverage.not_run, coverage.skipped, coverage.error].some((count) => Number(count) > 0);
}

function filesFindings(
  manifest: Manifest,
  contents: Contents,
  directory: string,
  isAlone: boolean,
): Finding[] {
  const names = Object.keys(manifest.files);
  if (isAlone && !names.some((name) => contents.has(name))) {
    return [
      note(
        'MANIFEST_ALONE',
        `none of the ${names.length} files that it binds stands beside it, so none was compared`,
        { file: directory },
      ),
    ];
  }
  const bound = Object.entries(manifest.files).flatMap(([name, { bytes, sha256: due }]) => {
    const file = join(directory, name);
    const content = contents.get(name);
    if (content === undefined) return [fault('FILE_MISSING', `${name} is missing`, { file })];
    const found = sha256(content);
    if (found === due) return [];
    const size = content.length === bytes ? '' : `, of ${content.length} bytes instead of ${bytes}`;
    return [fault('FILE_CHANGED', `${name} was changed: its SHA-256 is ${found}${size}`, { file })];
  });
  const added = [...contents.keys()]
    .filter((name) => !Object.hasOwn(manifest.files, name) && !FILES_OF_A_REPORT.includes(name))
    .map((name) =>
      note('FILE_UNBOUND', `the manifest knows nothing of ${name}`, { file: join(directory, name) }),
    );
  return [...bound, ...added];
}

/** What the report says of its run, beside what the manifest says; and the page beside the document that it is made from. */
function reportFindings(manifest: Manifest, contents: Contents, directory: string): Finding[] {
  const findings: Finding[] = [];
  const report = jsonIn(contents.get(REPORT_JSON)?.toString('utf8'));
  const embedded = jsonIn(embeddedJson(contents.get(PAGE)?.toString('utf8')));
  for (const [name, document] of [
    [REPORT_JSON, report],
    [PAGE, embedded],
  ] as const) {
    if (!contents.has(name)) continue;
    const file = join(directory, name);
    const run = isObject(document) && isObject(document.run) ? document.run : undefined;
    if (run?.run_id !== manifest.run_id) {
      findings.push(fault('ANOTHER_RUN', `${name} isn't of the run ${manifest.run_id}`, { file }));
    } else if (run.started_at !== manifest.created_at) {
      findings.push(
        fault('ANOTHER_RUN', `${name} says that the run began at ${JSON.stringify(run.started_at)}`, {
          file,
        }),
      );
    }
  }
  if (report !== undefined && embedded !== undefined && canonicalJson(report) !== canonicalJson(embedded)) {
    const file = join(directory, PAGE);
    findings.push(fault('PAGE_DIFFERS', `the page shows other figures than ${REPORT_JSON}`, { file }));
  }
  return findings;
}

/** A control that found nothing passes, and one that passes found nothing: whoever records otherwise has edited the record. */
function contradictions(contents: Contents, file: string): Finding[] {
  return controlsIn(contents).flatMap(({ control_id, status, failure_count }) => {
    const isPassed = status === 'PASS';
    if ((!isPassed && status !== 'FAIL') || isPassed === (failure_count === 0)) return [];
    const message = `control ${String(control_id)} is said to ${isPassed ? 'pass' : 'fail'} with ${String(failure_count)} failing keys`;
    return [fault('RESULT_CONTRADICTS', message, { file })];
  });
}

function embeddedJson(page: string | undefined): string | undefined {
  return page === undefined
    ? undefined
    : /<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(page)?.[1];
}

function jsonIn(text: string | undefined): JsonValue | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A report is written into a directory of its run's name: another one's in its place passes for it at first sight. */
function directoryFindings(manifest: Manifest, directory: string): Finding[] {
  const name = basename(directory);
  if (!RUN_ID.test(name) || name === manifest.run_id) return [];
  const message = `the directory is that of the run ${name}, and the report in it is of the run ${manifest.run_id}`;
  return [fault('REPLAYED', message, { file: directory })];
}

/** The SHA-256 of each control's SQL that the report shows, by the control's id; none where there is no `report.json`. */
export async function controlDigestsIn(path: string): Promise<Readonly<Record<string, string>>> {
  const directory = dirname(await manifestAt(path));
  return Object.fromEntries(
    controlsIn(await contentsOf(directory)).flatMap(({ control_id, sql_sha256 }) =>
      typeof control_id === 'string' && typeof sql_sha256 === 'string' ? [[control_id, sql_sha256]] : [],
    ),
  );
}

/** The controls of `report.json`, as far as they can be read. */
function controlsIn(contents: Contents): Readonly<Record<string, unknown>>[] {
  const report = jsonIn(contents.get(REPORT_JSON)?.toString('utf8'));
  const controls: readonly unknown[] =
    isObject(report) && Array.isArray(report.controls) ? report.controls : [];
  return controls.filter(isObject);
}
