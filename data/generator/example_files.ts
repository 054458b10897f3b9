import { example } from './agencies.ts';
import { businessMappingFile } from './business_mapping.ts';
import { hierarchyFile, snapshotFiles } from './files.ts';
import { manifest } from './manifest.ts';
import { profileFiles } from './profile_files.ts';

/** Every generated file of the example: its path relative to `data/`, and its text. */
export function exampleFiles(): ReadonlyMap<string, string> {
  const model = example();
  const files = [
    businessMappingFile(model),
    ...model.agencies.map(hierarchyFile),
    ...model.agencies.flatMap((agency) => snapshotFiles(agency, 'stage1')),
    ...model.agencies.flatMap((agency) => snapshotFiles(agency, 'stage3')),
  ];
  const profiles = profileFiles();
  return new Map([
    ...[...files, ...profiles].map(({ path, text }) => [path, text] as const),
    ['manifest.json', `${JSON.stringify(manifest(model.agencies, files, profiles), null, 2)}\n`],
  ]);
}
