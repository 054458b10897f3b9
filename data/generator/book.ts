import { type Account, type Agent, PRODUCTS } from './agency.ts';
import { SeededRandom } from './seeded_random.ts';

const CENTS_PER_EMPLOYEE: Readonly<Record<Account['product'], readonly [number, number]>> = {
  MEDICAL: [1450, 2675],
  DENTAL: [310, 595],
  VISION: [85, 190],
  LIFE: [120, 340],
  DISABILITY: [205, 465],
  '401K': [390, 910],
};

const SPLITS = [
  [60, 10],
  [60, 10],
  [55, 15],
  [50, 10],
] as const;

type Terms = Omit<Account, 'business' | 'product' | 'producer'>;

/** One account; what `terms` doesn't say is drawn. */
export function account(
  tenantId: string,
  business: string,
  product: Account['product'],
  producer: string,
  terms: Partial<Terms> = {},
): Account {
  const random = new SeededRandom(`${tenantId}/${business}/${product}`);
  const [basePercent, overridePercent] = SPLITS[random.integer(0, SPLITS.length - 1)] ?? SPLITS[0];
  return {
    business,
    product,
    producer,
    employees: random.integer(8, 640),
    centsPerEmployee: random.integer(...CENTS_PER_EMPLOYEE[product]),
    basePercent,
    overridePercent,
    quarterlyBonus: random.integer(1, 3) === 1,
    ...terms,
  };
}

/** One or two accounts for each company, dealt out among the producers so that each has some all year. */
export function drawnAccounts(
  tenantId: string,
  companies: readonly string[],
  agents: readonly Agent[],
): Account[] {
  const producers = agents.filter(
    ({ level, leaves, ids }) => level === 3 && leaves === undefined && ids.length > 0,
  );
  return companies.flatMap((business, index) => {
    const random = new SeededRandom(`${tenantId}/${business}`);
    const producer = producers[index % producers.length];
    if (producer === undefined) throw new Error(`${tenantId} has no producer`);
    const products = random.shuffled(PRODUCTS).slice(0, random.integer(1, 2));
    return products.map((product) => account(tenantId, business, product, producer.name));
  });
}
