import type { Command } from 'commander';
import type { Report } from '../terminal/report.ts';
import type { Session } from './session.ts';

/** Runs what a command does: opens its session with the options of the call, shows the report, closes the session. */
export type Perform = (command: Command, work: (session: Session) => Promise<Report>) => Promise<void>;
