import { expect, test } from 'vitest';
import { unreadableFile } from '../../scripts/load/unreadable_file.ts';

// Whoever runs the tests as root may read everything, so this one is told what the system would say.
test.each([
  ['EACCES', 'FILE_UNREADABLE', 'You may not read it'],
  ['EISDIR', 'FILE_UNREADABLE', 'It is a directory'],
  ['ENOENT', 'FILE_NOT_FOUND', 'There is no such file'],
  ['EIO', 'FILE_UNREADABLE', "It can't be read: EIO: read"],
])('%s is a wrong call: %s, %s', (code, faultCode, message) => {
  const error = Object.assign(new Error(`${code}: read`), { code, syscall: 'read' });
  expect(unreadableFile('in/a.csv', error)).toMatchObject({
    exitCode: 2,
    faults: [{ code: faultCode, message, location: { file: 'in/a.csv' } }],
  });
});
