/** The legacy tenant's master list of businesses, with the ids that the former system gave them. */
import type { Example } from './agencies.ts';
import { type Cell, csvText } from './csv.ts';
import type { SourceFile } from './files.ts';
import { formerBusinessId, formerNormalisedName } from './former_system.ts';
import { SeededRandom } from './seeded_random.ts';

const HEADER = [
  'tenant_id',
  'business_id',
  'business_name',
  'normalized_name',
  'is_active',
  'first_seen_date',
  'last_seen_date',
];

/** The list was exported when the year began. */
const EXPORT_PERIOD = '2025-01-01';

/** How many businesses at the end of the book were signed too late for the former system to give them an id. */
const WITHOUT_ID = 3;

/** Not on the list: known to Keyfast from the snapshots alone. */
const UNLISTED = new Set(['Facebook, Inc.', 'Meta Platforms', 'Acme Widgets Inc', 'Acme Widgets, Inc.']);

/** As the identity stability guarantees document has it. */
const FIRST_SEEN = new Map([['Teledata Contractors Inc', '2024-01-01']]);

export function businessMappingFile({ legacy, withoutCommission }: Example): SourceFile {
  const clients = [...new Set(legacy.accounts.map(({ business }) => business))].filter(
    (business) => !UNLISTED.has(business),
  );
  const rows = [
    ...clients.slice(0, -WITHOUT_ID).map((name) => listed(legacy.tenantId, name, true)),
    ...withoutCommission.map((name, index) => listed(legacy.tenantId, name, index % 8 !== 0)),
    ...clients.slice(-WITHOUT_ID).map((name) => [legacy.tenantId, null, name, null, true, null, null]),
  ];
  return {
    kind: 'business-mapping',
    tenant: legacy.tenantId,
    path: 'reference/business_id_mapping.csv',
    text: csvText(HEADER, rows),
  };
}

function listed(tenantId: string, name: string, isActive: boolean): Cell[] {
  const random = new SeededRandom(`master list/${name}`);
  const firstSeen = FIRST_SEEN.get(name) ?? `2024-${month(random.integer(1, 6))}-01`;
  const lastSeen = isActive ? EXPORT_PERIOD : `2024-${month(random.integer(7, 11))}-01`;
  return [tenantId, carriedId(name), name, formerNormalisedName(name), isActive, firstSeen, lastSeen];
}

/** The former system knew no normal form: Société Générale reached it decomposed, and so was hashed. */
function carriedId(name: string): string {
  const asReceived = name === 'Société Générale' ? name.normalize('NFD') : name;
  return formerBusinessId(formerNormalisedName(asReceived));
}

function month(number: number): string {
  return String(number).padStart(2, '0');
}
