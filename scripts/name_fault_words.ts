import type { NameFault } from '../includes/src/name_fault.ts';

/** Why a name can't have an id, as what a sentence says of it: "the name …". */
export const NAME_FAULT_WORDS: Readonly<Record<NameFault, string>> = {
  EMPTY_NAME: 'is empty',
  CONTROL_CHARACTER: 'holds a control character',
  INVISIBLE_CHARACTER: 'holds an invisible character',
  UNSTABLE_CODE_POINT: 'holds a character that Unicode 12.1 does not know',
};
