import { NAME_FAULT_WORDS } from '../name_fault_words.ts';

/** Why a name gets no id, as the quarantine's codes say it, for a person: "it …". */
const REASONS: Readonly<Record<string, string>> = {
  ...NAME_FAULT_WORDS,
  UNKNOWN_TENANT: 'is of a tenant that is not registered',
  ID_COLLISION: 'would get the id of another name',
  ID_AMBIGUOUS: 'came with several ids',
  ID_DIFFERS: 'came with another id than the one it has',
};

export function quarantineReason(code: string): string {
  return REASONS[code] ?? code;
}
