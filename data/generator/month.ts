import { type Account, type Agency, type Agent, covers, type Period } from './agency.ts';
import { SeededRandom } from './seeded_random.ts';

export interface Stage1Row {
  readonly businessName: string;
  readonly productCode: string;
  readonly employeeCount: number;
  readonly grossCents: number;
}

export interface Stage3Row {
  readonly businessName: string;
  readonly productCode: string;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly componentType: 'BASE' | 'OVERRIDE' | 'BONUS';
  readonly splitPercent: number;
  readonly commissionCents: number;
}

/** What one agency reports for one period. */
export interface Month {
  readonly stage1: readonly Stage1Row[];
  readonly stage3: readonly Stage3Row[];
}

const BONUS_PERCENT = 5;

/** The agency's month with the cases planted in it; `accounts` stands in for its book in a first report. */
export function monthOf(
  agency: Agency,
  period: Period,
  accounts: readonly Account[] = agency.accounts,
): Month {
  const reported = accounts
    .filter((account) => covers(account, period))
    .map((account) => ({ account, line: lineOf(agency.tenantId, account, period) }));
  const month: Month = {
    stage1: reported.map(({ line }) => line),
    stage3: reported.flatMap(({ account, line }) => componentsOf(agency, account, line, period)),
  };
  return agency.plantedCases
    .filter((plantedCase) => plantedCase.period === period)
    .reduce((planted, plantedCase) => plantedCase.plant(planted), month);
}

function lineOf(tenantId: string, account: Account, period: Period): Stage1Row {
  const random = new SeededRandom(
    [tenantId, account.business, account.product, account.employees, period].join('/'),
  );
  const employeeCount = account.employees + random.integer(-2, 3);
  return {
    businessName: account.business,
    productCode: account.product,
    employeeCount,
    grossCents: employeeCount * account.centsPerEmployee,
  };
}

/** The shares sum to the line's gross to the cent: the owner has what rounding leaves. */
function componentsOf(agency: Agency, account: Account, line: Stage1Row, period: Period): Stage3Row[] {
  const producer = agentNamed(agency, account.producer);
  const override = agentNamed(agency, producer.manager ?? account.producer);
  const bonusPercent = account.quarterlyBonus && Number(period.slice(-2)) % 3 === 0 ? BONUS_PERCENT : 0;

  const share = (
    payee: Pick<Stage3Row, 'agentId' | 'agentName'>,
    componentType: Stage3Row['componentType'],
    splitPercent: number,
  ): Stage3Row => ({
    businessName: line.businessName,
    productCode: line.productCode,
    ...payee,
    componentType,
    splitPercent,
    commissionCents: Math.round((line.grossCents * splitPercent) / 100),
  });

  const shares = [
    share(payeeOf(agency, producer, period), 'BASE', account.basePercent),
    share(payeeOf(agency, override, period), 'OVERRIDE', account.overridePercent),
    ...(bonusPercent > 0 ? [share(payeeOf(agency, producer, period), 'BONUS', bonusPercent)] : []),
  ];
  const rest = 100 - account.basePercent - account.overridePercent - bonusPercent;
  const paid = shares.reduce((sum, { commissionCents }) => sum + commissionCents, 0);
  return [...shares, { ...share(reserved('OWNER'), 'BASE', rest), commissionCents: line.grossCents - paid }];
}

function payeeOf(agency: Agency, agent: Agent, period: Period): Pick<Stage3Row, 'agentId' | 'agentName'> {
  if (agent.leaves !== undefined && agent.leaves.in <= period) {
    if (agent.leaves.in === period) return reserved('UNASSIGNED');
    return payeeOf(agency, agentNamed(agency, agent.leaves.successor), period);
  }
  return { agentId: agent.ids.find((window) => covers(window, period))?.id ?? null, agentName: agent.name };
}

function reserved(name: 'OWNER' | 'UNASSIGNED'): Pick<Stage3Row, 'agentId' | 'agentName'> {
  return { agentId: name, agentName: name };
}

function agentNamed(agency: Agency, name: string): Agent {
  const agent = agency.agents.find((candidate) => candidate.name === name);
  if (agent === undefined) throw new Error(`${agency.tenantId} has no agent ${name}`);
  return agent;
}
