import { CallError } from '../errors.ts';
import type { Row } from '../warehouse/values.ts';
import type { ChangesetId } from './changeset.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHORTEST = 8;

/**
 * The changeset that a person names by its id or the beginning of it. What no changeset begins with is given back as it is, for
 * the step to refuse. `startingWith` gives some of the changesets whose id begins so, in the order of their ids.
 *
 * @throws CallError when it is too short, or begins several.
 */
export async function findChangeset(
  name: string,
  startingWith: (start: string) => Promise<readonly Row[]>,
): Promise<ChangesetId> {
  const lower = name.toLowerCase();
  if (UUID.test(lower)) return lower as ChangesetId;
  const found = await startingWith(name);
  const ids = (found.length > 0 ? found : await startingWith(lower)).map(
    (row) => row.changeset_id as ChangesetId,
  );
  const [first, ...others] = ids;
  if (first === name || (first !== undefined && others.length === 0 && name.length >= SHORTEST)) return first;
  if (name.length < SHORTEST) {
    throw new CallError(
      {
        code: 'BAD_CHANGESET_ID',
        message: 'Too short for a changeset',
        value: name,
        allowed: `its id, or the first ${SHORTEST} characters or more`,
      },
      'keyfast changeset list',
    );
  }
  if (first === undefined) return name as ChangesetId;
  throw new CallError(
    {
      code: 'AMBIGUOUS_CHANGESET',
      message: 'Several changesets begin so',
      value: name,
      allowed: ids.join(', '),
    },
    'keyfast changeset list',
  );
}
