import type { Agency } from './agency.ts';
import { drawnAccounts } from './book.ts';
import { companyPool } from './company_pool.ts';
import { creativeBenefitStrategies } from './creative_benefit_strategies.ts';
import { harborPointAdvisors } from './harbor_point_advisors.ts';
import { lakeshorePayrollPartners } from './lakeshore_payroll_partners.ts';

/** The three tenants with their whole books: the accounts they name themselves, then those that are dealt out. */
export interface Example {
  /** The legacy tenant first. */
  readonly agencies: readonly Agency[];
  readonly legacy: Agency;
  /** Companies of the legacy tenant's master list that pay no commission this year. */
  readonly withoutCommission: readonly string[];
}

export function example(): Example {
  const named = [creativeBenefitStrategies, harborPointAdvisors, lakeshorePayrollPartners];
  const pool = companyPool(
    new Set(named.flatMap(({ accounts }) => accounts.map(({ business }) => business))),
  );
  const legacy = withDrawn(creativeBenefitStrategies, [
    ...pool.creativeAndHarbor,
    ...pool.creativeAndLakeshore,
    ...pool.creativeOnly,
  ]);
  return {
    legacy,
    agencies: [
      legacy,
      withDrawn(harborPointAdvisors, [...pool.creativeAndHarbor, ...pool.harborOnly]),
      withDrawn(lakeshorePayrollPartners, [...pool.creativeAndLakeshore, ...pool.lakeshoreOnly]),
    ],
    withoutCommission: pool.withoutCommission,
  };
}

function withDrawn(agency: Agency, companies: readonly string[]): Agency {
  return {
    ...agency,
    accounts: [...agency.accounts, ...drawnAccounts(agency.tenantId, companies, agency.agents)],
  };
}
