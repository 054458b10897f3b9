import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that this module stands in, whatever directory the command was called from. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What can be made again at any time: the compiled graph, translations. Never committed. */
export const CACHE_DIRECTORY = join(PROJECT_ROOT, '.keyfast');
