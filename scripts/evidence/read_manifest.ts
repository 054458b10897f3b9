import { canonicalJson, type JsonValue } from './canonical_json.ts';
import { fault, type Finding } from './finding.ts';
import { MANIFEST_SCHEMA, manifestDigest, type Manifest } from './manifest.ts';

export interface ReadManifest {
  /** Undefined when the text isn't a manifest at all. */
  readonly manifest: Manifest | undefined;
  readonly findings: readonly Finding[];
}

/** A manifest from its text, which may be anything, with what is wrong with it. `file` is where it stands, for people. */
export function readManifest(text: string, file: string): ReadManifest {
  const value = parsed(text);
  if (!isManifest(value)) {
    const message = `this is no manifest of a report (${MANIFEST_SCHEMA})`;
    return { manifest: undefined, findings: [fault('NO_MANIFEST', message, { file })] };
  }
  const findings: Finding[] = [];
  const due = manifestDigest(value);
  if (due !== value.digest) {
    findings.push(
      fault(
        'MANIFEST_CHANGED',
        `the manifest was changed: its digest is ${due} and it says ${value.digest}`,
        { file },
      ),
    );
  } else if (canonicalJson(value as unknown as JsonValue) !== text.replace(/\n$/, '')) {
    findings.push(
      fault('MANIFEST_CHANGED', 'the manifest was written anew: it is not canonical JSON', { file }),
    );
  }
  return { manifest: value, findings };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TEXTS = ['run_id', 'created_at', 'actor', 'previous_digest', 'digest'] as const;
const OBJECTS = ['inputs', 'outputs', 'marks', 'files'] as const;

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value)) return false;
  return (
    value.schema === MANIFEST_SCHEMA &&
    Number.isSafeInteger(value.sequence) &&
    TEXTS.every((name) => typeof value[name] === 'string') &&
    OBJECTS.every((name) => isObject(value[name])) &&
    [value.inputs, value.outputs].every(holdsDigests) &&
    isEach(value.files, (file) => typeof file.sha256 === 'string' && typeof file.bytes === 'number') &&
    isEach(value.marks, (mark) => typeof mark.locked_at === 'string' && typeof mark.event_hash === 'string')
  );
}

function holdsDigests(tables: unknown): boolean {
  return isEach(
    tables,
    (table) => typeof table.rows === 'number' && typeof table.root === 'string' && isObject(table.buckets),
  );
}

function isEach(value: unknown, holds: (member: Record<string, unknown>) => boolean): boolean {
  return isObject(value) && Object.values(value).every((member) => isObject(member) && holds(member));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
