/** The model of the example: an agency is a tenant with its agents, its book of accounts and its planted cases. */
import type { PlantedCase } from './planted_case.ts';

/** A month, `2025-06`: text that sorts as time does. */
export type Period = `${number}-${string}`;

export const PERIODS: readonly Period[] = Array.from(
  { length: 12 },
  (_, month): Period => `2025-${String(month + 1).padStart(2, '0')}`,
);

/** Half-open: `from` is in, `until` is out; an absent bound is open. */
export interface Window {
  readonly from?: Period;
  readonly until?: Period;
}

export function covers(window: Window, period: Period): boolean {
  return (
    (window.from === undefined || window.from <= period) &&
    (window.until === undefined || period < window.until)
  );
}

export interface Agent {
  readonly name: string;
  readonly level: 1 | 2 | 3;
  /** The manager's name: receives the override. Absent at the top. */
  readonly manager?: string;
  /** What upstream calls the agent over time; none when upstream never gave an id. */
  readonly ids: readonly (Window & { readonly id: string })[];
  /** In the month of leaving the accounts are unassigned; after it they are the successor's. */
  readonly leaves?: { readonly in: Period; readonly successor: string };
}

export const PRODUCTS = ['MEDICAL', 'DENTAL', 'VISION', 'LIFE', 'DISABILITY', '401K'] as const;

/** One business's one product: a stage-1 line in every month of its window. */
export interface Account extends Window {
  readonly business: string;
  readonly product: (typeof PRODUCTS)[number];
  /** The producer's name. */
  readonly producer: string;
  readonly employees: number;
  readonly centsPerEmployee: number;
  /** Per cent of the gross commission; the owner has the rest. */
  readonly basePercent: number;
  readonly overridePercent: number;
  /** 5 per cent to the producer in the last month of a quarter, out of the owner's part. */
  readonly quarterlyBonus: boolean;
}

export interface Alias {
  readonly kind: 'business' | 'agent';
  readonly alias_name: string;
  readonly canonical_name: string;
  readonly reason: string;
}

export interface Agency {
  readonly tenantId: string;
  readonly name: string;
  readonly agents: readonly Agent[];
  readonly accounts: readonly Account[];
  readonly plantedCases: readonly PlantedCase[];
  readonly aliases: readonly Alias[];
  /** The book as a first snapshot of one period reported it, when a corrected snapshot followed. */
  readonly firstReport?: {
    readonly period: Period;
    readonly accounts: (book: readonly Account[]) => readonly Account[];
  };
  /** Whether its files carry the tenant and the period as columns. */
  readonly carriesTenantAndPeriod: boolean;
}
