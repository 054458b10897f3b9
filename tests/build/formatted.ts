import { join } from 'node:path';
import { format, resolveConfig, type Options } from 'prettier';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

/** As `prettier` formats a definition, but narrow where the options say so. */
export async function formatted(source: string, options: Options = {}): Promise<string> {
  const filepath = join(PROJECT_ROOT, 'definitions/names.sqlx');
  return format(source, { ...(await resolveConfig(filepath)), filepath, ...options });
}
