// Prettier loads plugins as plain JavaScript; this one is TypeScript.
import { tsImport } from 'tsx/esm/api';

export const { languages, options, parsers, printers } = await tsImport('./plugin.ts', import.meta.url);
