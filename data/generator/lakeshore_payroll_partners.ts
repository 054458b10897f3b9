/** A third tenant, whose files say tenant and period in columns, and whose agent ids have leading zeros. */
import type { Agency, Agent } from './agency.ts';
import { account as accountOf } from './book.ts';
import { changeComponents, removeComponents, respellBusiness } from './planted_case.ts';

const TENANT_ID = 'lakeshore_payroll_partners';

const account = accountOf.bind(null, TENANT_ID);

const agents: readonly Agent[] = [
  { name: 'Beatriz Salgado', level: 1, ids: [{ id: '000401' }] },
  { name: 'Mei-Ling Tan', level: 2, manager: 'Beatriz Salgado', ids: [{ id: '000402' }] },
  { name: 'Pavel Dvořák', level: 2, manager: 'Beatriz Salgado', ids: [{ id: '000403' }] },
  { name: 'Robert Smith', level: 3, manager: 'Mei-Ling Tan', ids: [{ id: '000417' }] },
  { name: 'Oluwaseun Adeyemi', level: 3, manager: 'Mei-Ling Tan', ids: [] },
  { name: 'Zoë van der Berg', level: 3, manager: 'Mei-Ling Tan', ids: [{ id: '000419' }] },
  { name: 'Priya Natarajan', level: 3, manager: 'Pavel Dvořák', ids: [{ id: '000420' }] },
  { name: 'Giulia Bianchi', level: 3, manager: 'Pavel Dvořák', ids: [{ id: '000421' }] },
  { name: 'Ahmet Yılmaz', level: 3, manager: 'Pavel Dvořák', ids: [{ id: '000422' }] },
];

export const lakeshorePayrollPartners: Agency = {
  tenantId: TENANT_ID,
  name: 'Lakeshore Payroll Partners',
  agents,
  carriesTenantAndPeriod: true,
  accounts: [
    account('Drägerwerk', 'MEDICAL', 'Pavel Dvořák'),
    account('Südzucker', 'DENTAL', 'Oluwaseun Adeyemi'),
    account('Cal-Maine', '401K', 'Oluwaseun Adeyemi'),
    account('Rattle & Hum', 'VISION', 'Giulia Bianchi'),
    account('John B. Sanfilippo & Son, Inc.', 'LIFE', 'Ahmet Yılmaz'),
  ],
  plantedCases: [
    removeComponents('2025-02', { businessName: 'Cal-Maine' }),
    changeComponents('2025-03', { agentName: 'Ahmet Yılmaz' }, { agentName: 'AHMET YILMAZ' }),
    ...respellBusiness('2025-05', 'Drägerwerk', 'DRÄGERWERK'),
    changeComponents(
      '2025-08',
      { businessName: 'Südzucker', agentName: 'Mei-Ling Tan' },
      { agentName: 'Mei-Ling\uFEFF Tan' },
    ),
    ...respellBusiness('2025-11', 'Rattle & Hum', 'Rattle & Hum \u{1FAE8}'),
  ],
  aliases: [],
};
