/** Why a name gets no id, as the quarantine's codes say it, for a person. */
const REASONS: Readonly<Record<string, string>> = {
  EMPTY_NAME: 'the name is empty',
  CONTROL_CHARACTER: 'it holds a control character',
  INVISIBLE_CHARACTER: 'it holds an invisible character',
  UNSTABLE_CODE_POINT: 'it holds a character that Unicode 12.1 does not know',
  UNKNOWN_TENANT: 'its tenant is not registered',
  ID_COLLISION: 'its id belongs to another name',
  ID_DIFFERS: 'it came with another id than the one it has',
};

export function quarantineReason(code: string): string {
  return REASONS[code] ?? code;
}
