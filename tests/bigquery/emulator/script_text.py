"""Gaps of bqemulator that are closed in the text of a script, token by token, before the emulator sees it."""

import sqlglot
from sqlglot.tokens import TokenType

TOKENIZER = sqlglot.Dialect.get_or_raise("bigquery")
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
CODE_POINT_DIGITS = {"u": 4, "U": 8, "x": 2, "X": 2}


def close_gaps(script, parameters):
    for replacement in (unescaped_string, wide_numeric, inlined_parameter(parameters)):
        script = replace_tokens(script, replacement)
    return script


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
    r"""Gap: the escapes `\u`, `\U`, `\x` and octal stay as they are in string literals."""
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
    """Gap: a bare NUMERIC becomes DECIMAL(18, 3) and rounds; BigQuery's has nine decimals."""
    token = tokens[index]
    following = tokens[index + 1].token_type if index + 1 < len(tokens) else None
    if token.token_type != TokenType.DECIMAL or token.text.upper() != "NUMERIC":
        return None
    return None if following in (TokenType.L_PAREN, TokenType.STRING) else "NUMERIC(38, 9)"


def inlined_parameter(parameters):
    """Gap: a script of several statements takes no query parameters. Each becomes a literal of its type."""
    literals = {
        parameter["name"]: literal(parameter["parameterType"], parameter.get("parameterValue") or {})
        for parameter in parameters
    }

    def replacement(script, tokens, index):
        token = tokens[index]
        if token.token_type == TokenType.PARAMETER:
            return literals[tokens[index + 1].text]
        if index > 0 and tokens[index - 1].token_type == TokenType.PARAMETER:
            return ""
        return None

    return replacement


def literal(parameter_type, parameter_value):
    kind = parameter_type["type"]
    if kind == "ARRAY":
        element_type = parameter_type["arrayType"]
        elements = [literal(element_type, element) for element in parameter_value.get("arrayValues", [])]
        return f"ARRAY<{element_type['type']}>[{', '.join(elements)}]"
    text = parameter_value.get("value")
    if text is None:
        return f"CAST(NULL AS {kind})"
    return string_literal(text) if kind == "STRING" else f"CAST({string_literal(text)} AS {kind})"
