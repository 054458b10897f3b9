import { DataError } from '../errors.ts';
import type { FaultList } from './fault_list.ts';

/** The refusal of all files of a load, when any has faults: every fault, how many there are, and what to do. */
export function refusal(lists: readonly FaultList[]): DataError | undefined {
  const [first, ...others] = lists.flatMap((list) => list.inOrder());
  if (!first) return undefined;
  const count = lists.reduce((sum, list) => sum + list.count, 0);
  const faults = [first, ...others];
  const files = new Set(faults.flatMap(({ location }) => location?.file ?? []));
  const lines = new Set(
    faults.flatMap(({ location }) =>
      location?.line === undefined ? [] : `${location.file}:${location.line}`,
    ),
  );
  const isWhole = faults.every(({ code }) => code !== 'MORE_FAULTS');
  const where = isWhole && lines.size > 0 ? ` on ${counted(lines.size, 'line')}` : '';
  return new DataError([first, ...others], `mend ${[...files].join(', ')}, then the same command again`, {
    summary: `${counted(count, 'fault')}${where}; nothing was loaded`,
  });
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
