import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig, type Options } from 'prettier';
import { expect, test } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

/** As `prettier` formats a definition, but narrow where the options say so. */
async function formatted(source: string, options: Options = {}): Promise<string> {
  const filepath = join(PROJECT_ROOT, 'definitions/names.sqlx');
  return format(source, { ...(await resolveConfig(filepath)), filepath, ...options });
}

test('a config block is formatted as an object, each SQL clause gets a line, keywords are upper case', async () => {
  const source = `config { type: 'view', columns: {
  a: "One" } }
select a, count(*) as n
from \${ref('t')} where a > 1 and b is not null group by a
`;
  expect(await formatted(source)).toBe(`config {
  type: "view",
  columns: {
    a: "One",
  },
}

SELECT a, count(*) AS n
FROM \${ref("t")}
WHERE a > 1 AND b IS NOT NULL
GROUP BY a
`);
});

test('an expansion keeps its place as a table, an expression, a list and inside a string', async () => {
  const source = `SELECT \${f("a")} AS x, 'up to \${limit}, ' || @name AS y
FROM UNNEST([\${rows()}]) AS r
INNER JOIN \${ref("t")} AS t
  ON t.a = r.a
WHERE NOT \${isGood("a")} AND a IN \${reserved} AND b != NUMERIC '\${tolerance}'
`;
  expect(await formatted(source)).toBe(`SELECT \${f("a")} AS x, 'up to \${limit}, ' || @name AS y
FROM
  UNNEST([\${rows()}]) AS r
  INNER JOIN \${ref("t")} AS t ON t.a = r.a
WHERE NOT \${isGood("a")} AND a IN \${reserved} AND b != NUMERIC '\${tolerance}'
`);
});

test('an expansion that does not fit breaks as JavaScript does', async () => {
  const source =
    'SELECT ${identity.fingerprint("first_column", "second_column")} AS fingerprint, other_column FROM t\n';
  expect(await formatted(source, { printWidth: 40 })).toBe(`SELECT
  \${identity.fingerprint(
    "first_column",
    "second_column",
  )} AS fingerprint,
  other_column
FROM t
`);
});

test('statements that are expansions stand among others, with the comments above them', async () => {
  const source = `BEGIN TRANSACTION;
-- The first writer makes it.
\${audit.open()};\${audit.append({ kind: "A" })};

SELECT 1; COMMIT TRANSACTION;
\${audit.close()}
`;
  expect(await formatted(source)).toBe(`BEGIN TRANSACTION;

-- The first writer makes it.
\${audit.open()};

\${audit.append({ kind: "A" })};

SELECT 1;
COMMIT TRANSACTION;

\${audit.close()}
`);
});

test('blocks of SQL, a block of JavaScript and the separator of operations keep their order', async () => {
  const source = `config { type: "test" }
js { const one = 1 }
input "names", "others" { select 1 as id union all select \${one} }
pre_operations { delete from t where true
---
select 2
}
select 3
---

select 4
`;
  expect(await formatted(source)).toBe(`config { type: "test" }

js {
  const one = 1;
}

input "names", "others" {
  SELECT 1 AS id
  UNION ALL
  SELECT \${one}
}

pre_operations {
  DELETE FROM t WHERE TRUE

  ---

  SELECT 2
}

SELECT 3

---

SELECT 4
`);
});

test('a WHEN that does not fit on a line gives its result a line of its own', async () => {
  const source = `SELECT CASE WHEN a = 1 AND b = 2 THEN 'short' WHEN first_column = 1 AND second_column = 2 THEN 'long' END\n`;
  expect(await formatted(source, { printWidth: 56 })).toBe(`SELECT
  CASE
    WHEN a = 1 AND b = 2 THEN 'short'
    WHEN first_column = 1 AND second_column = 2 THEN
      'long'
  END
`);
});

test('no token is changed that BigQuery takes: no AS, INTO or semicolon is added, <> stays', async () => {
  const source = `MERGE t USING s ON t.a <> s.a WHEN MATCHED THEN DELETE;\nSELECT a b\n`;
  expect(await formatted(source)).toBe(`MERGE t
USING s
ON t.a <> s.a
WHEN MATCHED THEN
  DELETE;
SELECT a b
`);
});

test('SQL and JavaScript that can not be parsed are refused, not left as they are', async () => {
  await expect(formatted('config { type: "view" }\nSELECT FROM WHERE\n')).rejects.toThrow('Syntax Error');
  await expect(formatted('config { type: }\nSELECT 1\n')).rejects.toThrow('Unexpected token');
  await expect(formatted('SELECT ${f(}\n')).rejects.toThrow('Unexpected token');
});

/** White space outside of literals comes to one blank, or to none beside punctuation; a trailing comma goes. */
function tokens(compiled: string): string {
  const literalOrSpace =
    /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|--.*|\s*([()[\]<>,;])\s*|\s+/g;
  return compiled
    .replace(
      literalOrSpace,
      (match: string, punctuation: string | undefined) => punctuation ?? (match.trim() === '' ? ' ' : match),
    )
    .trim();
}

test('every definition compiles to the same tokens when it is laid out anew', async () => {
  const project = await mkdtemp(join(tmpdir(), 'keyfast-format-'));
  try {
    for (const path of [
      'definitions',
      'includes',
      'dataform.json',
      'package.json',
      'node_modules/@dataform/core',
    ]) {
      await cp(join(PROJECT_ROOT, path), join(project, path), { recursive: true });
    }
    const definitions = join(project, 'definitions');
    const names = (await readdir(definitions, { recursive: true })).filter((name) => name.endsWith('.sqlx'));
    for (const name of names) {
      const source = await readFile(join(definitions, name), 'utf8');
      await writeFile(join(definitions, name), await formatted(source, { printWidth: 50 }));
    }
    // A control's results carry the digest of its text, layout and all.
    const tokensOfGraph = (_key: string, value: unknown): unknown =>
      typeof value === 'string' ? tokens(value).replaceAll(/'[0-9a-f]{64}'/g, "'a digest'") : value;
    const expected = JSON.stringify(await compileProject(), tokensOfGraph, 1);
    expect(JSON.stringify(await compileProject(project, join(project, '.keyfast')), tokensOfGraph, 1)).toBe(
      expected,
    );
  } finally {
    await rm(project, { recursive: true });
  }
}, 60_000);
