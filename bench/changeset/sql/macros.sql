-- The formulas of docs/architecture.md as macros, as fast as DuckDB has them.

CREATE OR REPLACE TEMP MACRO white_space() AS concat(chr(9), chr(10), chr(11), chr(12), chr(13), ' ', chr(133), chr(160), chr(5760), chr(8192), chr(8193), chr(8194), chr(8195), chr(8196), chr(8197), chr(8198), chr(8199), chr(8200), chr(8201), chr(8202), chr(8232), chr(8233), chr(8239), chr(8287), chr(12288));

CREATE OR REPLACE TEMP MACRO clean(text) AS CASE WHEN regexp_matches(text, '^([!-~]([ -~]*[!-~])?)?$') THEN text ELSE trim(nfc_normalize(text), white_space()) END;

-- First and last name as one, of cells that are clean.
CREATE OR REPLACE TEMP MACRO person(name) AS upper(
  CASE WHEN regexp_matches(name, '^[!-~]+( [!-~]+)*$') THEN name ELSE regexp_replace(trim(nfc_normalize(name), white_space()), '[' || white_space() || ']+', ' ', 'g') END
);

CREATE OR REPLACE TEMP MACRO name_fault(name) AS CASE
  WHEN strlen(name) = length(name) THEN ''
  WHEN regexp_matches(name, '[\x{80}-\x{84}\x{86}-\x{9F}]') THEN 'CONTROL_CHARACTER'
  WHEN regexp_matches(name, '[\x{AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}]') THEN 'INVISIBLE_CHARACTER'
  ELSE ''
END;

CREATE OR REPLACE TEMP MACRO field(text) AS coalesce(concat(strlen(text), ':', text), 'N');

CREATE OR REPLACE TEMP MACRO uuid_of_digest(digest) AS concat(
  substring(digest, 1, 8), '-', substring(digest, 9, 4), '-5', substring(digest, 14, 3), '-',
  translate(substring(digest, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab'), substring(digest, 18, 3), '-', substring(digest, 21, 12)
);

-- The order of versions: by start date, then by the order of commits.
CREATE OR REPLACE TEMP MACRO place(starts, seq) AS datediff('day', DATE '1970-01-01', starts) * 1000000000 + seq;

CREATE OR REPLACE TEMP MACRO given(cell) AS nullif(cell, '\N');

-- An empty cell keeps what is there, \N clears it.
CREATE OR REPLACE TEMP MACRO kept(cell, base) AS CASE WHEN cell = '\N' THEN NULL ELSE coalesce(cell, base) END;

CREATE OR REPLACE TEMP MACRO statuses() AS ['ACTIVE', 'INACTIVE', 'ON_LEAVE', 'PENDING', 'SUSPENDED', 'TERMINATED'];
