/** The SQL half of the audit chain and of the lock that it hangs on, as Dataform's global `audit`. */
export { appendEvent, countIn, eventHashSql as eventHash, genesisHash, isOfThisCall } from './audit_event.ts';
export {
  lockGraph,
  lockTenant,
  lockTenantOrGraph,
  refuseTenantWithoutChain,
  refuseUnknownTenant,
} from './tenant_lock.ts';
