/**
 * Personal data in a report: names, e-mail addresses and telephone numbers, each masked so that a reader can still tell a
 * person's rows apart from a system's, and not who it is. A row is found again in the warehouse by its control and place.
 */
export interface Masking {
  /** A failing key; names stand in it where the registry says so. */
  failingKey(key: string, isPersonal: boolean): string;
  /** What a control says about it. A name in a description stands between double quotes. */
  description(description: string): string;
  /** Any other text that a person wrote. */
  text(text: string): string;
}

export const IN_FULL: Masking = {
  failingKey: (key) => key,
  description: (description) => description,
  text: (text) => text,
};

export const MASKED: Masking = {
  failingKey: (key, isPersonal) => (isPersonal && !isId(key) ? maskedName(key) : maskedContacts(key)),
  description: (description) =>
    maskedContacts(description.replace(QUOTED, (_, name: string) => `"${maskedName(name)}"`)),
  text: maskedContacts,
};

const HIDDEN = '•••';
/** From the first quotation mark to the last, because a name may hold some itself. */
const QUOTED = /"(.*)"/su;
/** What formulas give, and UUIDs: an id says nothing about a person to who can't read the ledger. */
const ID =
  /^(?:(?:AGENT|NAME):[0-9a-f]{12,16}|[0-9a-f]{16}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|OWNER|UNASSIGNED)$/;
const E_MAIL = /([\p{L}\p{N}])?[\p{L}\p{N}._%+'-]*@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;
/** With its country, or in the North American form; never a part of a longer word, as of a UUID or a digest. */
const TELEPHONE =
  /(?<![\w.+-])(?:\+\d[\d ().-]{6,}\d|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4})(?![\w-])/g;
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

/** `j•••@example.com` and `•••67`. */
function maskedContacts(text: string): string {
  // Most of a hundred thousand keys hold no address, and to look for one takes longer than to see that.
  const withoutAddresses = text.includes('@')
    ? text.replace(
        E_MAIL,
        (_, first: string | undefined, domain: string) => `${first ?? ''}${HIDDEN}@${domain}`,
      )
    : text;
  return withoutAddresses.replace(TELEPHONE, (number) => `${HIDDEN}${number.slice(-2)}`);
}
