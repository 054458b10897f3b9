import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { SeededRandom } from './seeded_random.ts';

const COMPANY_NAMES = new URL('../reference/company_names.csv', import.meta.url);

/** Real company names, without those that the agencies name themselves, dealt out to the three books and the master list. */
export interface CompanyPool {
  readonly creativeOnly: readonly string[];
  readonly creativeAndHarbor: readonly string[];
  readonly creativeAndLakeshore: readonly string[];
  readonly harborOnly: readonly string[];
  readonly lakeshoreOnly: readonly string[];
  /** In the legacy tenant's master list, with no commission this year. */
  readonly withoutCommission: readonly string[];
}

export function companyPool(namedByAgencies: ReadonlySet<string>): CompanyPool {
  const companies = parse(readFileSync(COMPANY_NAMES), { from_line: 2 })
    .flat()
    .filter((name) => !namedByAgencies.has(name));
  const dealt = new SeededRandom('companies').shuffled(companies);
  return {
    creativeOnly: dealt.slice(0, 8),
    creativeAndHarbor: dealt.slice(8, 13),
    creativeAndLakeshore: dealt.slice(13, 17),
    harborOnly: dealt.slice(17, 27),
    lakeshoreOnly: dealt.slice(27, 37),
    withoutCommission: dealt.slice(37),
  };
}
