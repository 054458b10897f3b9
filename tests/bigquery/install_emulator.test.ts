import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEnvironment } from './install_emulator.ts';

const NEEDED = 'npm run test:bigquery needs Python 3 with venv (on Debian: apt-get install python3-venv): ';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-install-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('a machine without what the emulator needs', () => {
  it('is told when it has no Python', async () => {
    const python = join(directory, 'python3');

    await expect(createEnvironment(python, join(directory, 'environment'))).rejects.toThrow(
      `${NEEDED}spawn ${python} ENOENT`,
    );
  });

  it('is told when its Python has no venv, with what Python says', async () => {
    const python = join(directory, 'python3');
    await writeFile(python, '#!/bin/sh\necho "ensurepip is not available."\nexit 1\n');
    await chmod(python, 0o755);

    await expect(createEnvironment(python, join(directory, 'environment'))).rejects.toThrow(
      `${NEEDED}ensurepip is not available.`,
    );
  });
});
