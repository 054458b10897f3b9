import { CallError, KeyfastError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Row } from '../warehouse/values.ts';
import type { Session } from './session.ts';

/** The arguments and options of a call that name something, by their names on the command line. */
export interface CalledNames {
  readonly tenant?: string;
  readonly kind?: string;
  readonly alias?: string;
  readonly canonical?: string;
}

/** A word of the call that the warehouse doesn't know, and the words that it knows. */
interface Unknown {
  readonly word: string;
  readonly known: readonly string[];
}

const LONGEST_LIST = 10;

/** Of each code that says that a name is unknown: which one, and what there is. */
const UNKNOWN: Readonly<
  Record<string, (session: Session, called: CalledNames) => Promise<Unknown | undefined>>
> = {
  async UNKNOWN_TENANT(session, { tenant: word }) {
    if (word === undefined) return undefined;
    return { word, known: texts((await session.procedure('tenant_list')).rows, 'tenant_id') };
  },
  async UNKNOWN_NAME(session, { tenant, kind, canonical }) {
    if (tenant === undefined || kind === undefined || canonical === undefined) return undefined;
    const name = await similarName(session, { tenant, kind, name: canonical });
    return name === undefined ? undefined : { word: name, known: [name] };
  },
  async UNKNOWN_ALIAS(session, { tenant, kind, alias: word }) {
    if (tenant === undefined || word === undefined) return undefined;
    const { rows } = await session.procedure('alias_list', { tenant_id: tenant });
    const open = rows.filter((row) => row.kind === kind && row.ended_at === null);
    return { word, known: texts(open, 'alias_name') };
  },
};

/** The error with what was most likely meant, when it says that a tenant or a name is unknown; any other as it is. */
export async function withSuggestion(
  error: unknown,
  session: Session,
  called: CalledNames,
): Promise<unknown> {
  if (!(error instanceof KeyfastError) || error.faults[0].allowed !== undefined) return error;
  const [fault] = error.faults;
  // What went wrong is what a person must hear of, whatever becomes of the help.
  const unknown = await UNKNOWN[fault.code]?.(session, called).catch(() => undefined);
  if (!unknown) return error;
  const meant = nearest(unknown.word, unknown.known);
  const isShort = unknown.known.length > 0 && unknown.known.length <= LONGEST_LIST;
  const allowed = meant ?? (isShort ? unknown.known.join(', ') : undefined);
  if (allowed === undefined) return error;
  return new CallError({ ...fault, allowed }, error.nextStep, { cause: error });
}

/** The name with an id that a mistyped one most likely means, as its source spells it. */
export async function similarName(
  session: Session,
  { tenant, kind, name }: { readonly tenant: string; readonly kind: string; readonly name: string },
): Promise<string | undefined> {
  const { rows } = await session.procedure('list_similar_names', { tenant_id: tenant, kind, name });
  return nearest(name, texts(rows, 'raw_name'));
}

function texts(rows: readonly Row[], column: string): string[] {
  return rows.flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : []));
}
