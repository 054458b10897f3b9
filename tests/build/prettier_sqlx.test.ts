import { expect, test } from 'vitest';
import { formatted } from './formatted.ts';

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
