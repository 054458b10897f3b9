import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

const run = promisify(execFile);
const DATAFORM = join(PROJECT_ROOT, 'node_modules', '.bin', 'dataform');
const OUTCOME = /^(?<outcome>[A-Z][\w ]*): +(?<action>[\w.]+)/gm;

/** Runs the project with Dataform's own command line and gives what it says of each action: `payroll_config.tenants` → `…`. */
export async function dataformRun({ projectConfig }: CompiledGraph): Promise<Map<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-dataform-'));
  const credentials = join(directory, '.df-credentials.json');
  const { defaultDatabase: projectId, defaultLocation: location } = projectConfig;
  await writeFile(credentials, JSON.stringify({ projectId, location }));
  try {
    const { stdout } = await run(DATAFORM, ['run', PROJECT_ROOT, '--credentials', credentials], {
      maxBuffer: 2 ** 26,
    });
    const outcomes = stripVTControlCharacters(stdout).matchAll(OUTCOME);
    return new Map([...outcomes].map(({ groups }) => [groups?.action ?? '', groups?.outcome ?? '']));
  } finally {
    await rm(directory, { recursive: true });
  }
}
