import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from './canonical_json.ts';

export const MANIFEST_SCHEMA = 'keyfast-manifest/v1';
/** The `previous_digest` of the first manifest: there is none before it. */
export const NO_MANIFEST = '0'.repeat(64);

/** The digests of a table's rows: how many there are, of all of them, and of each bucket that holds any. */
export interface TableDigests {
  readonly rows: number;
  readonly root: string;
  readonly buckets: Readonly<Record<string, string>>;
}

export type TablesDigests = Readonly<Record<string, TableDigests>>;

/** How far a writer had come when the run recorded its digests: the row of `tenants`. */
export interface Mark {
  readonly locked_at: string;
  readonly event_sequence: number;
  readonly event_hash: string;
}

/**
 * What a run's evidence is bound to (docs/evidence.md, "The manifest"). `digest` is the SHA-256 of the canonical JSON of all
 * the rest; `previous_digest` makes a chain of the manifests of a warehouse.
 */
export interface Manifest {
  readonly schema: typeof MANIFEST_SCHEMA;
  readonly run_id: string;
  readonly sequence: number;
  /** When the run began, UTC. */
  readonly created_at: string;
  /** The day until which the evidence is kept at least (vars.evidenceRetentionYears). */
  readonly keep_until: string;
  readonly git_commit: string | null;
  readonly graph_digest: string | null;
  readonly parameters: JsonValue;
  readonly engine: string | null;
  readonly engine_version: string | null;
  /** Who ran the run. */
  readonly actor: string;
  readonly inputs: TablesDigests;
  readonly outputs: TablesDigests;
  readonly marks: Readonly<Record<string, Mark>>;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
  readonly previous_digest: string;
  readonly digest: string;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The manifest with its digest. */
export function sealed(content: Omit<Manifest, 'digest'>): Manifest {
  return { ...content, digest: manifestDigest(content) };
}

/** What the digest of a manifest must be, whatever it says itself. */
export function manifestDigest(manifest: Omit<Manifest, 'digest'>): string {
  const content = Object.entries(manifest).filter(([name]) => name !== 'digest');
  return sha256(canonicalJson(Object.fromEntries(content) as JsonValue));
}

/** The bytes of `manifest.json`, and what the warehouse keeps. */
export function manifestText(manifest: Manifest): string {
  return canonicalJson(manifest as unknown as JsonValue);
}

/** All digested tables of a manifest. */
export function tablesOf(manifest: Manifest): TablesDigests {
  return { ...manifest.inputs, ...manifest.outputs };
}
