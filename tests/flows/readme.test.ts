import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { ended, Workplace } from './keyfast_process.ts';

// The whole example, and a process a command.
vi.setConfig({ testTimeout: 240_000 });

/** A command of the README, and what it says to print; nothing where it leaves that out. */
interface Step {
  readonly command: string;
  readonly output: string;
}

/** The commands of all ```console blocks, in their order. */
function stepsOf(readme: string): Step[] {
  const blocks = [...readme.matchAll(/^```console\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const [command = '', ...lines] = text.split('\n');
        return { command, output: lines.join('\n') };
      }),
  );
}

/** What no two runs have in common, or no two days of the project. */
function masked(text: string): string {
  return text
    .replace(/\d+ of \d+ actions done in [\d.]+ s/g, '1 of 1 actions done in 0.0 s')
    .replace(/\b[0-9a-f]{64}\b/g, '0'.repeat(64))
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '00000000-0000-0000-0000-000000000000')
    .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, '2000-01-01 00:00:00 UTC');
}

const STEPS = stepsOf(readFileSync(join(PROJECT_ROOT, 'README.md'), 'utf8'));
const KEYFAST = `exec "${process.execPath}" "${join(PROJECT_ROOT, 'bin', 'keyfast.js')}"`;
/** In place of npm's own programs, which would look for the project in the workplace. */
const PROGRAMS = { npx: `shift\n${KEYFAST} "$@"`, npm: `${KEYFAST} "$1"` };

let workplace: Workplace;
/** The shell is one for all commands, as the reader's is. */
const said: string[] = [];

beforeAll(() => {
  workplace = new Workplace();
  mkdirSync(join(workplace.directory, 'bin'));
  for (const [name, script] of Object.entries(PROGRAMS)) {
    writeFileSync(join(workplace.directory, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
});

afterAll(() => {
  workplace.remove();
});

async function outputOf({ command, output }: Step): Promise<{ exitCode: number | null; text: string }> {
  const file = /^cat (\S+)$/.exec(command)?.[1];
  if (file !== undefined) workplace.file(file, output);
  if (/^(export|unset) /.test(command)) said.push(`${command}\n`);
  const shell = spawn('sh', ['-c', said.join('') + command], {
    cwd: workplace.directory,
    env: {
      PATH: `${workplace.directory}/bin:${process.env.PATH}`,
      HOME: process.env.HOME,
      npm_command: 'exec',
    },
  });
  const { exitCode, stdout, stderr } = await ended(shell);
  return { exitCode, text: stdout + stderr };
}

test('the README has its samples', () => {
  expect(STEPS.length).toBeGreaterThan(10);
});

test.each(STEPS)('$command prints what the README says', async (step) => {
  const { exitCode, text } = await outputOf(step);
  if (step.output === '') expect(exitCode, text).toBe(0);
  else expect(masked(text)).toBe(masked(step.output));
});
