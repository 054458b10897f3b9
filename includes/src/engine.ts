/**
 * The engine that a statement runs on, as GoogleSQL. `SESSION_USER()` is the one thing that tells: on the embedded database it is
 * the engine's name and version with a space between (`scripts/warehouse/duckdb/functions/other.ts`), on BigQuery an
 * account, which has no space. BigQuery has no version that anybody can ask for.
 */
const IS_EMBEDDED = `STARTS_WITH(SESSION_USER(), 'duckdb ')`;

export const engineNameSql = `IF(${IS_EMBEDDED}, 'duckdb', 'bigquery')`;

export const engineVersionSql = `IF(${IS_EMBEDDED}, SUBSTR(SESSION_USER(), 8, 32), NULL)`;
