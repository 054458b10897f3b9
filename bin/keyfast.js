#!/usr/bin/env node
import { builtProgram } from './built_program.js';

const program = await builtProgram();
if (program !== undefined) await import(program);
else {
  const { tsImport } = await import('tsx/esm/api');
  await tsImport('../scripts/keyfast.ts', import.meta.url);
}
