/** A second tenant: the same people and companies as the legacy one, in part, under ids of their own. */
import type { Account, Agency, Agent } from './agency.ts';
import { account as accountOf } from './book.ts';
import { changeComponents, respellBusiness } from './planted_case.ts';

const TENANT_ID = 'harbor_point_advisors';

const account = accountOf.bind(null, TENANT_ID);

const agents: readonly Agent[] = [
  { name: 'Margaret Osei', level: 1, ids: [{ id: 'HP-1001' }] },
  { name: 'Henrik Lindqvist', level: 2, manager: 'Margaret Osei', ids: [{ id: 'HP-1002' }] },
  { name: 'Yael Cohen', level: 2, manager: 'Margaret Osei', ids: [{ id: 'HP-1003' }] },
  { name: 'Jon Andersen', level: 3, manager: 'Henrik Lindqvist', ids: [{ id: 'HP-1010' }] },
  { name: 'Jon Anderson', level: 3, manager: 'Henrik Lindqvist', ids: [{ id: 'HP-1011' }] },
  { name: 'Aaliyah Johnson', level: 3, manager: 'Henrik Lindqvist', ids: [{ id: 'HP-1012' }] },
  { name: 'Kenny Young', level: 3, manager: 'Henrik Lindqvist', ids: [{ id: 'HP-1013' }] },
  { name: 'Fatima Al-Sayed', level: 3, manager: 'Yael Cohen', ids: [{ id: 'HP-1014' }] },
  { name: 'Diego Hernández', level: 3, manager: 'Yael Cohen', ids: [{ id: 'HP-1015' }] },
  {
    name: 'Tomoko Ishikawa',
    level: 3,
    manager: 'Yael Cohen',
    ids: [
      { id: 'HP-1016', until: '2025-07' },
      { id: 'HP-2016', from: '2025-07' },
    ],
  },
];

const MISREPORTED_HEADCOUNT = { actual: 142, reported: 412 };

/** The first June file: two digits of a headcount exchanged, an account that had ended in May, a new one forgotten. */
function bookAsFirstReportedInJune(book: readonly Account[]): readonly Account[] {
  return book
    .filter(({ business }) => business !== 'Waystar Holding Corp')
    .map((entry): Account => (entry.business === 'Hermès' ? { ...entry, until: '2025-07' } : entry))
    .map((entry) =>
      entry.business === 'Rémy Cointreau' ? { ...entry, employees: MISREPORTED_HEADCOUNT.reported } : entry,
    );
}

export const harborPointAdvisors: Agency = {
  tenantId: TENANT_ID,
  name: 'Harbor Point Advisors',
  agents,
  carriesTenantAndPeriod: false,
  firstReport: { period: '2025-06', accounts: bookAsFirstReportedInJune },
  accounts: [
    account('Teledata Contractors Inc', 'MEDICAL', 'Kenny Young'),
    account('Datadog', 'VISION', 'Henrik Lindqvist'),
    account('Crédit Agricole', 'LIFE', 'Jon Anderson'),
    account('Rémy Cointreau', 'MEDICAL', 'Diego Hernández', { employees: MISREPORTED_HEADCOUNT.actual }),
    account('Hermès', 'DENTAL', 'Fatima Al-Sayed', { until: '2025-06' }),
    account('Waystar Holding Corp', 'MEDICAL', 'Tomoko Ishikawa', { from: '2025-06' }),
  ],
  plantedCases: [
    ...respellBusiness('2025-04', 'Datadog', 'Data\u200Bdog'),
    changeComponents(
      '2025-03',
      { businessName: 'Crédit Agricole' },
      { businessName: 'Crédit Agricole'.normalize('NFD') },
    ),
    ...respellBusiness('2025-08', 'Crédit Agricole', 'CRÉDIT AGRICOLE'),
    changeComponents('2025-07', { agentName: 'Diego Hernández' }, { agentName: 'Diego Hernández\u00A0' }),
    changeComponents(
      '2025-09',
      { businessName: 'Rémy Cointreau', componentType: 'BASE', agentName: 'Diego Hernández' },
      { agentId: null, agentName: null },
    ),
    changeComponents(
      '2025-10',
      { businessName: 'Waystar Holding Corp', agentName: 'Yael Cohen' },
      { agentName: 'Yael Cohen\u200F' },
    ),
  ],
  aliases: [],
};
