import type { ResolvedType } from '../../../googlesql/types.ts';

/** BigQuery stores an array that is NULL as an empty one. */
export function storedSql(sql: string, type: ResolvedType): string {
  return type.kind === 'ARRAY' ? `coalesce(${sql}, [])` : sql;
}
