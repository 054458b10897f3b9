/** Files of agent profiles for one tenant: who is there, a file with a bit of everything, and a mistake to be taken back. */
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { csvText } from './csv.ts';

export interface ProfileFile {
  readonly tenant: string;
  readonly org: string;
  /** What `keyfast start` does with it. */
  readonly way: 'bootstrap' | 'import' | 'import and roll back';
  /** Why it is rolled back. */
  readonly reason?: string;
  /** Relative to `data/`. */
  readonly path: string;
  readonly text: string;
}

const TENANT = 'harbor_point_advisors';
const ORG = 'brokerage';

const HEADER = [
  'agent_entity_id',
  'agent_id',
  'first_name',
  'last_name',
  'preferred_name',
  'agency_name',
  'npn',
  'status',
  'effective_start_date',
  'email',
  'phone',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'postal_code',
  'country',
] as const;

type Profile = Partial<Record<(typeof HEADER)[number], string>>;

const AGENCY = { agency_name: 'Harbor Point Advisors', city: 'Boston', state: 'MA', country: 'US' };
const SINCE_2024 = { ...AGENCY, status: 'ACTIVE', effective_start_date: '2024-01-01' };

const MARGARET: Profile = {
  agent_id: 'HP-1001',
  first_name: 'Margaret',
  last_name: 'Osei',
  npn: '1000101',
  email: 'margaret.osei@harborpoint.example',
  phone: '+1 617 555 0101',
  address_line1: '1 Long Wharf',
  postal_code: '02110',
  ...SINCE_2024,
};
const HENRIK: Profile = {
  agent_id: 'HP-1002',
  first_name: 'Henrik',
  last_name: 'Lindqvist',
  npn: '1000102',
  email: 'henrik.lindqvist@harborpoint.example',
  phone: '+1 617 555 0102',
  ...SINCE_2024,
};
const YAEL: Profile = {
  agent_id: 'HP-1003',
  first_name: 'Yael',
  last_name: 'Cohen',
  preferred_name: 'Yaeli',
  npn: '1000103',
  email: 'yael.cohen@harborpoint.example',
  phone: '+1 617 555 0103',
  ...SINCE_2024,
};
const JON: Profile = {
  agent_id: 'HP-1010',
  first_name: 'Jon',
  last_name: 'Andersen',
  npn: '1000110',
  email: 'jon.andersen@harborpoint.example',
  phone: '+1 617 555 0110',
  ...SINCE_2024,
};
const KENNY: Profile = {
  agent_id: 'HP-1013',
  first_name: 'Kenny',
  last_name: 'Young',
  npn: '1000113',
  email: 'kenny.young@harborpoint.example',
  phone: '+1 617 555 0113',
  ...SINCE_2024,
};

/** A row that changes some fields of an agent who is there; an empty cell keeps what the agent has. */
function changes(agent: Profile, changed: Profile): Profile {
  return {
    agent_entity_id: idOf(agent),
    first_name: agent.first_name ?? '',
    last_name: agent.last_name ?? '',
    ...changed,
  };
}

function idOf({ agent_id = '' }: Profile): string {
  return agentEntityId(TENANT, ORG, agent_id);
}

const CREATES: readonly Profile[] = [
  {
    agent_id: 'HP-1020',
    first_name: 'Ingrid',
    last_name: 'Solberg',
    npn: '1000120',
    email: 'ingrid.solberg@harborpoint.example',
    phone: '+1 617 555 0120',
    address_line1: 'Pier 4\nSuite 12',
    ...AGENCY,
    status: 'PENDING',
    effective_start_date: '2025-07-01',
  },
  {
    first_name: 'Kwame',
    last_name: 'Mensah',
    email: 'kwame.mensah@harborpoint.example',
    ...AGENCY,
    status: 'PENDING',
    effective_start_date: '2025-07-01',
  },
];

const UPDATES: readonly Profile[] = [
  changes(JON, {
    effective_start_date: '2025-07-01',
    email: 'jon.andersen@north.example',
    phone: '+1 617 555 0190',
  }),
  changes(YAEL, { effective_start_date: '2025-07-01', preferred_name: '\\N', status: 'ON_LEAVE' }),
];

const UNCHANGED: readonly Profile[] = [{ ...MARGARET, agent_entity_id: idOf(MARGARET) }];

/** Taken, and pointed out to the reviewer. */
const WARNED: readonly Profile[] = [
  changes(HENRIK, { effective_start_date: '2024-01-01', phone: 'ask at the desk' }),
  {
    agent_id: 'HP-1021',
    first_name: 'Rosa',
    last_name: 'Young',
    email: 'kenny.young@harborpoint.example',
    ...AGENCY,
    status: 'ACTIVE',
    effective_start_date: '2025-07-01',
  },
];

const REJECTED: readonly Profile[] = [
  {
    agent_id: 'HP-1022',
    first_name: 'Pavel',
    last_name: 'Novák',
    ...AGENCY,
    status: 'ACTVE',
    effective_start_date: '03/04/2025',
  },
  changes({ ...KENNY, agent_id: 'HP-9999' }, { effective_start_date: '2025-07-01', status: 'INACTIVE' }),
  { first_name: 'Nobody', last_name: 'Reachable', ...AGENCY, effective_start_date: '2025-07-01' },
];

/** A row that somebody cut off. */
const CUT_OFF = ['', 'HP-1023', 'Lucía'];

const MISTAKE: readonly Profile[] = [MARGARET, HENRIK, KENNY].map((agent) =>
  changes(agent, {
    effective_start_date: '2025-09-01',
    email: (agent.email ?? '').replace('harborpoint.example', 'habourpoint.example'),
  }),
);

export function profileFiles(): readonly ProfileFile[] {
  const file = { tenant: TENANT, org: ORG };
  const imported = [...CREATES, ...UPDATES, ...UNCHANGED, ...WARNED, ...REJECTED].map(cells);
  return [
    {
      ...file,
      way: 'bootstrap',
      path: 'agent_profiles.onboarding.csv',
      text: csvText(HEADER, [MARGARET, HENRIK, YAEL, JON, KENNY].map(cells)),
    },
    {
      ...file,
      way: 'import',
      path: 'agent_profiles.csv',
      text: csvText(HEADER, [...imported, CUT_OFF]),
    },
    {
      ...file,
      way: 'import and roll back',
      reason: 'the new domain was misspelt',
      path: 'agent_profiles.mistake.csv',
      text: csvText(HEADER, MISTAKE.map(cells)),
    },
  ];
}

function cells(profile: Profile): (string | null)[] {
  return HEADER.map((column) => profile[column] ?? null);
}
