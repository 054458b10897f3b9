import { appendFile, readFile, stat } from 'node:fs/promises';
import { CallError } from '../errors.ts';
import { notAFile } from '../not_a_file.ts';
import { fault, note, type Finding } from './finding.ts';
import type { Manifest } from './manifest.ts';

/** A line of an anchor file: a manifest's place and digest, and when it was written down. */
export interface Anchor {
  readonly sequence: number;
  readonly run_id: string;
  readonly digest: string;
  readonly anchored_at: string;
}

const HEADER = 'sequence,run_id,digest,anchored_at\n';
const LINE = /^(\d+),([0-9a-zA-Z-]+),([0-9a-f]{64}),(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** Adds the manifest's line to the anchor file, which is made when it isn't there; a line that is there already stays alone. */
export async function anchor(file: string, manifest: Manifest, now: Date): Promise<void> {
  const { sequence, run_id, digest } = manifest;
  const text = await textOf(file);
  if (text?.includes(`${sequence},${run_id},${digest},`)) return;
  const line = `${sequence},${run_id},${digest},${now.toISOString()}\n`;
  await appendFile(file, text === undefined || text === '' ? `${HEADER}${line}` : line).catch(
    (cause: unknown) => {
      const message = `The anchor can't be written: ${cause instanceof Error ? cause.message : String(cause)}`;
      throw new CallError({ code: 'NOT_WRITABLE', message, location: { file } }, undefined, { cause });
    },
  );
}

async function textOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  const refusal = found && notAFile(file, found, 'an anchor file');
  if (refusal) throw refusal;
  return readFile(file, 'utf8').catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CallError({ code: 'NOT_READABLE', message, location: { file } }, undefined, { cause: error });
  });
}

export interface Anchors {
  readonly file: string;
  readonly anchors: readonly Anchor[];
  readonly findings: readonly Finding[];
}

/**
 * The lines of an anchor file, and what is wrong with them by themselves.
 *
 * @throws CallError when there is none.
 */
export async function readAnchors(file: string): Promise<Anchors> {
  const text = await textOf(file);
  if (text === undefined) {
    throw new CallError(
      { code: 'FILE_NOT_FOUND', message: 'There is no such anchor file', location: { file } },
      `keyfast report --anchor ${file}`,
    );
  }
  const anchors: Anchor[] = [];
  const findings: Finding[] = [];
  // A checkout may end its lines otherwise: that is no difference.
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || (index === 0 && `${line}\n` === HEADER)) continue;
    const found = anchorIn(line);
    const place = `line ${index + 1} of the anchor`;
    const before = anchors.at(-1);
    if (found === undefined) findings.push(fault('ANCHOR_CHANGED', `${place} is no anchor`, { file }));
    else {
      if (before && found.anchored_at < before.anchored_at) {
        findings.push(
          fault('CLOCK_SET_BACK', `${place} is from ${found.anchored_at}, before the line above it`, {
            file,
          }),
        );
      }
      anchors.push(found);
    }
  }
  if (anchors.length === 0) findings.push(fault('NO_ANCHORS', 'nothing is anchored in it', { file }));
  return { file, anchors, findings: [...findings, ...contradictions(anchors, file)] };
}

function anchorIn(line: string): Anchor | undefined {
  const [, sequence, run_id, digest, anchored_at] = LINE.exec(line) ?? [];
  if (sequence === undefined || !run_id || !digest || !anchored_at) return undefined;
  return { sequence: Number(sequence), run_id, digest, anchored_at };
}

function contradictions(anchors: readonly Anchor[], file: string): Finding[] {
  const digests = new Map<number, string>();
  return anchors.flatMap(({ sequence, digest }) => {
    const known = digests.get(sequence);
    digests.set(sequence, known ?? digest);
    if (known === undefined || known === digest) return [];
    return [
      fault('CHAIN_REWRITTEN', `manifest ${sequence} was anchored with two digests, ${known} and ${digest}`, {
        file,
      }),
    ];
  });
}

/** A manifest against the anchors: it has to be among them as it is. */
export function manifestAgainstAnchors(manifest: Manifest, { anchors, file }: Anchors): Finding[] {
  const { sequence, run_id, digest, created_at } = manifest;
  const own = anchors.find((candidate) => candidate.sequence === sequence);
  const last = anchors.reduce((latest, candidate) => Math.max(latest, candidate.sequence), 0);
  if (own === undefined) return [notAnchored(manifest, file)];
  if (own.digest !== digest || own.run_id !== run_id) {
    const message = `manifest ${sequence} was anchored as ${own.digest} of the run ${own.run_id}, and is ${digest} of the run ${run_id}`;
    return [fault('CHAIN_REWRITTEN', message, { file })];
  }
  const findings: Finding[] = [];
  // Both are of the clock: a run can't have begun after its report was anchored.
  if (own.anchored_at < created_at.slice(0, own.anchored_at.length - 1)) {
    const message = `the run ${run_id} began at ${created_at}, after its report was anchored at ${own.anchored_at}`;
    findings.push(fault('CLOCK_SET_BACK', message, { file }));
  }
  if (last > sequence) {
    findings.push(
      note('SUPERSEDED', `this is report ${sequence}; the anchor knows later ones, up to ${last}`, { file }),
    );
  }
  return findings;
}

/** The last manifest of a chain is anchored, and with it those before it; what came after an anchor isn't protected by it. */
export function lastAgainstAnchors(
  chain: readonly Pick<Manifest, 'sequence' | 'digest' | 'run_id'>[],
  { anchors, file }: Anchors,
): Finding[] {
  const last = chain.at(-1);
  if (last === undefined || anchors.some(({ sequence }) => sequence === last.sequence)) return [];
  return [notAnchored(last, file)];
}

function notAnchored({ sequence, run_id }: Pick<Manifest, 'sequence' | 'run_id'>, file: string): Finding {
  return fault('NOT_ANCHORED', `manifest ${sequence}, of the run ${run_id}, isn't in the anchor`, { file });
}

/** The whole chain of a warehouse against the anchors: what was anchored has to be in it, as it was. */
export function chainAgainstAnchors(
  chain: readonly Pick<Manifest, 'sequence' | 'digest' | 'run_id'>[],
  { anchors, file }: Anchors,
): Finding[] {
  return anchors.flatMap(({ sequence, run_id, digest }) => {
    const link = chain.find((candidate) => candidate.sequence === sequence);
    if (link === undefined) {
      const message = `manifest ${sequence}, of the run ${run_id}, was anchored, and the warehouse hasn't got it: its chain was cut off, or an older copy of it was put in its place`;
      return [fault('CHAIN_TRUNCATED', message, { file })];
    }
    if (link.digest === digest) return [];
    return [
      fault(
        'CHAIN_REWRITTEN',
        `manifest ${sequence} was anchored as ${digest}, and the warehouse has ${link.digest}`,
        { file },
      ),
    ];
  });
}
