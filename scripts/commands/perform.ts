import type { Command } from 'commander';
import type { Report } from '../terminal/report.ts';
import type { WarehouseUse } from './open_warehouse.ts';
import type { Session } from './session.ts';

/**
 * Runs what a command does: opens its session with the options of the call, shows the report, closes the session. A command
 * reads and writes what is there, unless it says otherwise.
 */
export type Perform = (
  command: Command,
  work: (session: Session) => Promise<Report>,
  use?: WarehouseUse,
) => Promise<void>;
