/**
 * Personal data in a report: names, e-mail addresses and telephone numbers, each masked so that a reader can still tell a
 * person's rows apart from a system's, and not who it is. A row is found again in the warehouse by its control and place.
 */
export interface Masking {
  /** A failing key; names stand in it where the registry says so. */
  failingKey(key: string, isPersonal: boolean): string;
  /** What a control says about it. A name in a description stands between double quotes. */
  description(description: string): string;
  /** Why there is no result, in an engine's words: it may quote what stands in a table, with either kind of quotes. */
  reason(reason: string): string;
  /** What a person wrote, who may name whom the report names elsewhere. */
  note(note: string, names: readonly string[]): string;
}

export const IN_FULL: Masking = {
  failingKey: (key) => key,
  description: (description) => description,
  reason: (reason) => reason,
  note: (note) => note,
};

export const MASKED: Masking = {
  failingKey: (key, isPersonal) => (isPersonal && !isId(key) ? maskedName(key) : maskedContacts(key)),
  description: (description) => maskedContacts(maskedQuoted(description)),
  reason: (reason) => {
    const masked = maskedQuoted(reason).replace(LITERAL, (_, value: string) => `'${maskedName(value)}'`);
    return maskedDigits(maskedContacts(masked));
  },
  note: (note, names) => maskedDigits(maskedContacts(withoutNames(maskedQuoted(note), names))),
};

/** The names that stand in a failing key and in what is said of it. */
export function namesIn(key: string, description: string, isPersonal: boolean): string[] {
  const quoted = QUOTED.exec(description)?.[1];
  return [...(isPersonal && !isId(key) ? [key] : []), ...(quoted === undefined ? [] : [quoted])];
}

const HIDDEN = '•••';
/** From the first quotation mark to the last, because a name may hold some itself. */
const QUOTED = /"(.*)"/su;
/** As well, but for the apostrophe in a word. */
const LITERAL = /(?<![\p{L}\p{N}])'(.*)'(?![\p{L}\p{N}])/su;
/** What formulas give, and UUIDs: an id says nothing about a person to who can't read the ledger. */
const ID =
  /^(?:(?:AGENT|NAME):[0-9a-f]{12,16}|[0-9a-f]{16}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|OWNER|UNASSIGNED)$/;
const E_MAIL = /([\p{L}\p{N}])?[\p{L}\p{N}._%+'-]*@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;
/**
 * With its country, in the North American form, or in groups from a zero on, as within most other countries; never a part of a
 * longer word, as of a UUID or a digest.
 */
const TELEPHONE =
  /(?<![\w.+-])(?:\+\d[\d ().-]{6,}\d|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}|0(?=(?:[ ./-]?\d){8,10}(?!\d))\d{1,4}(?:[ ./-]\d{2,8})+)(?![\w-])/g;
/** Digits alone, as many as a telephone number has: neither a part of an id, a file's name or a path, nor an amount with decimals. */
const DIGITS = /(?<![\w.,+:/-])\d{10,15}(?![\w/-]|[.,:]\w)/g;
/** A shorter name is a part of too many words' company to be looked for in what a person wrote. */
const SHORTEST_NAME = 3;
const MOST_WORDS = 4;

function isId(key: string): boolean {
  return ID.test(key);
}

/** `M••• D•••`: the first letter of each word. */
function maskedName(name: string): string {
  const initials = name
    .split(/[\s\p{Z}\p{C}]+/u)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0])
    .filter((initial) => initial !== undefined);
  if (initials.length === 0) return HIDDEN;
  return initials
    .slice(0, MOST_WORDS)
    .map((initial) => `${initial}${HIDDEN}`)
    .join(' ');
}

function maskedQuoted(text: string): string {
  return text.replace(QUOTED, (_, name: string) => `"${maskedName(name)}"`);
}

/** In whatever case and with whatever white space a name stands there. */
function withoutNames(text: string, names: readonly string[]): string {
  const written = spaced(text).toLowerCase();
  const standing = [...new Set(names.map((name) => spaced(name).trim()))]
    .filter((name) => name.length >= SHORTEST_NAME && written.includes(name.toLowerCase()))
    // A name that holds another one goes first.
    .sort((one, other) => other.length - one.length);
  return standing.reduce((masked, name) => masked.replace(nameAnywhere(name), maskedName(name)), text);
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function nameAnywhere(name: string): RegExp {
  const words = name.split(' ').map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('\\s+')}(?![\\p{L}\\p{N}])`, 'giu');
}

function maskedDigits(text: string): string {
  return text.replace(DIGITS, hiddenNumber);
}

function hiddenNumber(number: string): string {
  return `${HIDDEN}${number.slice(-2)}`;
}

/** `j•••@example.com` and `•••67`. */
function maskedContacts(text: string): string {
  // Most of a hundred thousand keys hold no address, and to look for one takes longer than to see that.
  const withoutAddresses = text.includes('@')
    ? text.replace(
        E_MAIL,
        (_, first: string | undefined, domain: string) => `${first ?? ''}${HIDDEN}@${domain}`,
      )
    : text;
  return withoutAddresses.replace(TELEPHONE, hiddenNumber);
}
