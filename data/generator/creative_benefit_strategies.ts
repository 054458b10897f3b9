/** The legacy tenant: its ids are plain hashes of names, its agent ids are the former system's. */
import type { Agency, Agent } from './agency.ts';
import { account as accountOf } from './book.ts';
import { formerAgentId, formerNormalisedName } from './former_system.ts';
import { changeComponents, removeLines, respellBusiness } from './planted_case.ts';

const TENANT_ID = 'creative_benefit_strategies';

const account = accountOf.bind(null, TENANT_ID);

function agent(name: string, level: Agent['level'], manager: string): Agent {
  return { name, level, manager, ids: [{ id: formerAgentId(formerNormalisedName(name)) }] };
}

const KENNY_YOUNG: Agent = {
  ...agent('Kenny Young', 3, 'Rajesh Iyer'),
  // Until February an exporter hashed the name as it was written: one person, two upstream ids.
  ids: [
    { id: formerAgentId('Kenny Young'), until: '2025-03' },
    { id: formerAgentId('KENNY YOUNG'), from: '2025-03' },
  ],
};

const agents: readonly Agent[] = [
  { name: 'Eleanor Whitfield', level: 1, ids: [{ id: formerAgentId('ELEANOR WHITFIELD') }] },
  agent('Rajesh Iyer', 2, 'Eleanor Whitfield'),
  agent('Camila Fuentes', 2, 'Eleanor Whitfield'),
  KENNY_YOUNG,
  agent('Robert Smith', 3, 'Rajesh Iyer'),
  { name: 'Bob Smith', level: 3, manager: 'Rajesh Iyer', ids: [] },
  agent('Jürgen Weiß', 3, 'Rajesh Iyer'),
  agent('Thandiwe Mokoena', 3, 'Rajesh Iyer'),
  {
    ...agent('Priya Natarajan', 3, 'Rajesh Iyer'),
    leaves: { in: '2025-07', successor: 'Thandiwe Mokoena' },
  },
  agent("Siobhán O'Connor", 3, 'Camila Fuentes'),
  agent('Nguyễn Thị Hoa', 3, 'Camila Fuentes'),
  agent('Mateusz Wójcik', 3, 'Camila Fuentes'),
  agent('Aaliyah Johnson', 3, 'Camila Fuentes'),
];

export const creativeBenefitStrategies: Agency = {
  tenantId: TENANT_ID,
  name: 'Creative Benefit Strategies',
  agents,
  carriesTenantAndPeriod: false,
  accounts: [
    account('Teledata Contractors Inc', 'MEDICAL', 'Kenny Young'),
    account('Teledata Contractors Inc', 'DENTAL', 'Kenny Young'),
    account('Acme Widgets, Inc.', 'MEDICAL', 'Robert Smith'),
    account('Acme Widgets Inc', 'VISION', 'Aaliyah Johnson'),
    account('Société Générale', 'LIFE', "Siobhán O'Connor"),
    account("L'Oréal", 'DENTAL', 'Camila Fuentes'),
    account('Brown–Forman', 'DISABILITY', 'Bob Smith'),
    account('Church & Dwight', 'DENTAL', 'Jürgen Weiß'),
    account('Church & Dwight', 'DENTAL', 'Jürgen Weiß', { from: '2025-10', until: '2025-11', employees: 12 }),
    account('The Estée Lauder Companies', 'MEDICAL', 'Priya Natarajan'),
    account('Johnson & Johnson', '401K', 'Priya Natarajan'),
    account('Facebook, Inc.', 'MEDICAL', 'Mateusz Wójcik', { until: '2025-04' }),
    account('Meta Platforms', 'MEDICAL', 'Mateusz Wójcik', { from: '2025-04' }),
  ],
  plantedCases: [
    ...respellBusiness('2025-02', 'Teledata Contractors Inc', 'TELEDATA CONTRACTORS INC'),
    ...respellBusiness('2025-03', 'Teledata Contractors Inc', '  Teledata Contractors Inc '),
    changeComponents(
      '2025-04',
      { businessName: 'Teledata Contractors Inc' },
      { businessName: 'Teledata Contractors Inc\u00A0' },
    ),
    changeComponents(
      '2025-05',
      { businessName: 'Société Générale' },
      { businessName: 'Société Générale'.normalize('NFD') },
    ),
    changeComponents('2025-02', { agentName: 'Kenny Young' }, { agentName: 'KENNY YOUNG' }),
    changeComponents('2025-05', { agentName: 'Kenny Young' }, { agentName: 'Kenny  Young' }),
    changeComponents('2025-04', { agentName: 'Jürgen Weiß' }, { agentName: 'JÜRGEN WEISS' }),
    changeComponents(
      '2025-06',
      { agentName: "Siobhán O'Connor" },
      { agentName: "Siobhán O'Connor".normalize('NFD') },
    ),
    changeComponents('2025-09', { agentName: 'OWNER' }, { agentName: 'Owner' }),
    changeComponents(
      '2025-11',
      { businessName: 'Acme Widgets Inc', componentType: 'BASE', agentName: 'Aaliyah Johnson' },
      { agentName: ' \u00A0 ' },
    ),
    removeLines('2025-08', { businessName: "L'Oréal" }),
  ],
  aliases: [
    {
      kind: 'agent',
      alias_name: 'Bob Smith',
      canonical_name: 'Robert Smith',
      reason: 'One person: the Brown–Forman desk writes his nickname',
    },
    {
      kind: 'business',
      alias_name: 'Facebook, Inc.',
      canonical_name: 'Meta Platforms',
      reason: 'The company changed its name; its policies were reissued in April 2025',
    },
  ],
};
