/** The SQL half of the audit chain, as Dataform's global `audit`. */
export { appendEvent, eventHashSql as eventHash, genesisHash } from './audit_event.ts';
