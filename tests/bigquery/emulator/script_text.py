"""Gaps of bqemulator that are closed in the text of a script, token by token, before the emulator sees it."""

import functools
import re

import sqlglot
from sqlglot.tokens import TokenType

TOKENIZER = sqlglot.Dialect.get_or_raise("bigquery")
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
CODE_POINT_DIGITS = {"u": 4, "U": 8, "x": 2, "X": 2}


def close_gaps(script, parameters):
    return closed(script, tuple((parameter["name"], parameter["parameterType"]["type"]) for parameter in parameters))


@functools.lru_cache(maxsize=4000)
def closed(script, types):
    script = without_comments(script)
    for replacement in (unescaped_string, wide_numeric, single_addition, copied_table, inlined_parameter(dict(types))):
        script = replace_tokens(script, replacement)
    return script


COMMENT = re.compile(r"--[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)


def without_comments(script):
    """Gap COMMENT_QUOTE: an apostrophe in a comment begins a string, so that a no-break space in a later literal becomes a plain one."""
    parts, position = [], 0
    for token in TOKENIZER.tokenize(script):
        parts += [COMMENT.sub(" ", script[position : token.start]), script[token.start : token.end + 1]]
        position = token.end + 1
    return "".join(parts) + COMMENT.sub(" ", script[position:])


def replace_tokens(script, replacement):
    """The script with another text for the tokens that `replacement(script, tokens, index)` gives one for."""
    tokens = TOKENIZER.tokenize(script)
    parts, position = [], 0
    for index, token in enumerate(tokens):
        text = replacement(script, tokens, index)
        if text is not None:
            parts += [script[position : token.start], text]
            position = token.end + 1
    return "".join(parts) + script[position:]


def unescaped_string(script, tokens, index):
    r"""Gap STRING_ESCAPES: the escapes `\u`, `\U`, `\x` and octal stay as they are in string literals."""
    token = tokens[index]
    source = script[token.start : token.end + 1]
    if token.token_type != TokenType.STRING or "\\" not in source:
        return None
    quote = source[:3] if source[:3] in ("'''", '"""') else source[0]
    return string_literal(unescape(source[len(quote) : -len(quote)]))


def unescape(body):
    parts, position = [], 0
    while position < len(body):
        if body[position] != "\\":
            parts.append(body[position])
            position += 1
            continue
        escape = body[position + 1]
        if escape in CODE_POINT_DIGITS:
            end = position + 2 + CODE_POINT_DIGITS[escape]
            parts.append(chr(int(body[position + 2 : end], 16)))
            position = end
        elif escape.isdigit():
            parts.append(chr(int(body[position + 1 : position + 4], 8)))
            position += 4
        else:
            parts.append(ESCAPES.get(escape, escape))
            position += 2
    return "".join(parts)


def string_literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"


def wide_numeric(script, tokens, index):
    """Gap BARE_NUMERIC: a bare NUMERIC becomes DECIMAL(18, 3) and rounds; BigQuery's has nine decimals."""
    token = tokens[index]
    following = tokens[index + 1].token_type if index + 1 < len(tokens) else None
    if token.token_type != TokenType.DECIMAL or token.text.upper() != "NUMERIC":
        return None
    return None if following in (TokenType.L_PAREN, TokenType.STRING) else "NUMERIC(38, 9)"


def single_addition(script, tokens, index):
    """Gap ALTER_ACTIONS: an ALTER TABLE takes one ADD COLUMN; of several each becomes a statement of its own."""
    if [token.text.upper() for token in tokens[index : index + 3]] != [",", "ADD", "COLUMN"]:
        return None
    alter = max(at for at in range(index) if tokens[at].token_type == TokenType.ALTER)
    return f"; {script[tokens[alter].start : tokens[alter + 2].end + 1]}"


def copied_table(script, tokens, index):
    """Gap RENAME_TABLE: the emulator's catalog goes on knowing a renamed table under its former name. It is copied and dropped instead."""
    if tokens[index].token_type == TokenType.ALTER:
        words = tokens[index + 3 : index + 6]
        if [token.text.upper() for token in words[:2]] != ["RENAME", "TO"]:
            return None
        *dataset, _ = tokens[index + 2].text.split(".")
        copy = ".".join([*dataset, words[2].text])
        return f"CREATE TABLE `{copy}` AS SELECT * FROM `{tokens[index + 2].text}`; DROP"
    is_renamed = any(
        at >= 0 and tokens[at].token_type == TokenType.ALTER and tokens[at + 3].text.upper() == "RENAME"
        for at in range(index - 5, index - 2)
    )
    return "" if is_renamed else None


def inlined_parameter(types):
    """Gap SCRIPT_PARAMETERS: a script of several statements takes no query parameters. Each becomes a literal of its type that stands for its value.

    The value comes in only when DuckDB executes the statement, so that a script that runs again is translated but once.
    """
    def replacement(script, tokens, index):
        token = tokens[index]
        if token.token_type == TokenType.PARAMETER:
            name = tokens[index + 1].text
            return f"CAST('{stand_in(name)}' AS {types[name]})"
        if index > 0 and tokens[index - 1].token_type == TokenType.PARAMETER:
            return ""
        return None

    return replacement


def stand_in(name):
    return f"the parameter {name}"


def with_values(statement, parameters):
    """The statement, in DuckDB's SQL, with the values of the parameters for what stands for them."""
    for parameter in parameters:
        text = (parameter.get("parameterValue") or {}).get("value")
        value = "NULL" if text is None else "'" + text.replace("'", "''") + "'"
        statement = statement.replace(f"'{stand_in(parameter['name'])}'", value)
    return statement
