import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

const FILES = [
  'bin',
  'dataform.json',
  'definitions',
  'includes',
  'package-lock.json',
  'package.json',
  'scripts',
  'tsconfig.json',
];

/** A copy of the project that a test may change: its command line is `bin/keyfast.js`, and compiles and translates it afresh. */
export class ProjectCopy {
  private constructor(readonly root: string) {}

  static async make(): Promise<ProjectCopy> {
    const project = new ProjectCopy(await mkdtemp(join(tmpdir(), 'keyfast-project-')));
    for (const file of FILES) {
      await cp(join(PROJECT_ROOT, file), join(project.root, file), { recursive: true });
    }
    await project.linkPackages();
    return project;
  }

  /** Puts `to` where the file says `from`, which it has to. */
  async mend(file: string, from: string, to: string): Promise<void> {
    const path = join(this.root, file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} doesn't say ${from}`);
    await writeFile(path, text.replace(from, to));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }

  /** The packages stay where they are, but for the one that `dataform compile` wants within the project. */
  private async linkPackages(): Promise<void> {
    const packages = join(PROJECT_ROOT, 'node_modules');
    const own = join(this.root, 'node_modules');
    await mkdir(join(own, '@dataform'), { recursive: true });
    await cp(join(packages, '@dataform/core'), join(own, '@dataform/core'), { recursive: true });
    await symlink(join(packages, '@dataform/cli'), join(own, '@dataform/cli'));
    const others = (await readdir(packages)).filter((name) => name !== '@dataform');
    await Promise.all(others.map((name) => symlink(join(packages, name), join(own, name))));
  }
}
