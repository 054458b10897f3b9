/**
 * Whether two declared names are one person's, for a guard against deciding about one's own work. Wider than a look-alike:
 * to refuse somebody of nearly the same name costs a letter, to let the same person pass costs the second pair of eyes.
 */
import { skeletonSql } from './look_alike.ts';
import { normalizedAgentNameSql } from './names.ts';

/** Capitals of other scripts that read as a Latin one. Source: Unicode Technical Standard 39, confusables.txt. */
const READS_AS: Readonly<Record<string, string>> = {
  АВСЕНІЈКМОРЅТУХԀԚԜҺӀ: 'ABCEHIJKMOPSTYXDQWHI',
  ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ: 'ABEZHIKMNOPTYX',
};

/**
 * What two spellings of a person's name share, over a GoogleSQL STRING expression: the skeleton of the name with its letters
 * as they read; of a name without letters the name as it is normalised.
 */
export function personKeySql(name: string): string {
  const letters = Object.keys(READS_AS).join('');
  const latin = Object.values(READS_AS).join('');
  return `COALESCE(NULLIF(TRANSLATE(${skeletonSql(name)}, '${letters}', '${latin}'), ''), ${normalizedAgentNameSql(name)})`;
}
