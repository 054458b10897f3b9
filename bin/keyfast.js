#!/usr/bin/env node
import { tsImport } from 'tsx/esm/api';

await tsImport('../scripts/keyfast.ts', import.meta.url);
