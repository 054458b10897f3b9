"""Closes the known gaps of bqemulator: each is named `Gap NAME` here or in script_text.py, and never worked around in the product.

Each has a statement in ../emulator_gaps.ts that goes wrong without it, so a gap that the emulator itself has closed is noticed. What the
project's own statements meet and nothing closes is listed in ../unsupported_statements.ts.

Known, and met by nothing that the tests compare: bytes literals, BYTES in load jobs, OFFSET with what isn't a literal, TRIM without a set of characters, a NULL array that
is stored, EDIT_DISTANCE beyond ASCII, aliases that GROUP BY takes before columns, ASSERT, temporary tables that outlive their job.
"""

import contextvars
import functools
import json
import sys

import pyarrow
from sqlglot import exp
from sqlglot.dialects.dialect import rename_func
from sqlglot.generators.duckdb import DuckDBGenerator

import bqemulator.server
from bqemulator.api.routes import jobs
from bqemulator.jobs import executor
from bqemulator.sql import rules
from bqemulator.sql.rules._base import TranslationRule
from bqemulator.sql.rules.datetime_semantics import ConcatStringTypeRule
from bqemulator.sql.translator import SQLTranslator
from bqemulator.storage import arrow_bridge
from bqemulator.storage.engine import DuckDBEngine
from script_text import close_gaps, with_values

TEXT_TYPES = (exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR)

TEXT_MACRO = """
CREATE MACRO bq_text(v) AS CASE
  WHEN typeof(v) LIKE 'DECIMAL(%' AND contains(CAST(v AS VARCHAR), '.')
  THEN rtrim(rtrim(CAST(v AS VARCHAR), '0'), '.')
  ELSE CAST(v AS VARCHAR)
END
"""


#: Gap DEEP_EXPRESSIONS: a long chain of operators or calls within calls is more than Python's parser may recurse by itself; the names of tables in such a
#: statement then stay as they are, and DuckDB doesn't know them.
DEEPEST_PARSE = 20_000


class NumericText(TranslationRule):
    """Gap NUMERIC_AS_TEXT: NUMERIC as text keeps its trailing zeros (`1.500000000`); BigQuery gives `1.5`."""

    name = "NUMERIC_TEXT"

    def applies_to(self, node):
        return isinstance(node, exp.Cast) and node.to.this in TEXT_TYPES

    def rewrite(self, node):
        return exp.Anonymous(this="bq_text", expressions=[node.this.copy()])


class TextAsBytes(TranslationRule):
    """Gap TEXT_AS_BYTES: text as bytes is refused beyond ASCII, and a backslash in it is an escape; BigQuery gives its UTF-8."""

    name = "TEXT_AS_BYTES"

    def applies_to(self, node):
        return isinstance(node, exp.Cast) and node.to.this == exp.DataType.Type.VARBINARY

    def rewrite(self, node):
        return exp.Anonymous(this="encode", expressions=[node.this.copy()])


def leaving_bytes(applies_to):
    """Gap BYTES_CONCATENATION: what CONCAT makes of bytes becomes the text of their escapes."""
    return lambda rule, node: applies_to(rule, node) and not any(map(is_bytes, node.flatten()))


def is_bytes(operand):
    return isinstance(operand, exp.Unhex) or operand.name == "encode"


def with_text_macro(register_functions):
    @functools.wraps(register_functions)
    def registered(engine):
        register_functions(engine)
        engine.execute(TEXT_MACRO)

    return registered


def canonical_numeric(value, _type, _field):
    """Gap NUMERIC_RESULT: the same zeros in NUMERIC results."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


#: The query parameters of the job that runs; each request has a context of its own.
job_parameters = contextvars.ContextVar("job_parameters", default=())


def closing_gaps(execute):
    @functools.wraps(execute)
    async def executed(project_id, job_id, script, parameters, context, **options):
        job_parameters.set(parameters or ())
        return await execute(project_id, job_id, close_gaps(script, parameters or ()), None, context, **options)

    return executed


def filling_values_in(execute):
    @functools.wraps(execute)
    def executed(engine, statement, parameters=None):
        return execute(engine, with_values(statement, job_parameters.get()), parameters)

    return executed


class GoogleEndpoints:
    """Gap UPLOAD_PATH: the client uploads below BIGQUERY_EMULATOR_HOST's own path.

    Gap ACCESS_TOKEN: nobody hands out access tokens.
    """

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            if scope["path"] == "/token":
                return await send_access_token(send)
            scope["path"] = scope["path"].removeprefix("/bigquery/v2") if "/upload/" in scope["path"] else scope["path"]
        return await self.application(scope, receive, send)


async def send_access_token(send):
    token = {
        "access_token": "emulator",
        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "token_type": "Bearer",
        "expires_in": 3600,
    }
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(token).encode()})


def close_all():
    sys.setrecursionlimit(DEEPEST_PARSE)
    rules.register(NumericText)
    rules.register(TextAsBytes)
    ConcatStringTypeRule.applies_to = leaving_bytes(ConcatStringTypeRule.applies_to)
    # Made before, it wouldn't know the rule.
    executor._translator = SQLTranslator()
    # Gap DIVISION: DIV(a, b + c) becomes a // b + c.
    DuckDBGenerator.TRANSFORMS[exp.IntDiv] = rename_func("divide")
    jobs.execute_query_job = closing_gaps(jobs.execute_query_job)
    DuckDBEngine.execute = filling_values_in(DuckDBEngine.execute)
    DuckDBEngine._register_builtin_udfs = with_text_macro(DuckDBEngine._register_builtin_udfs)
    arrow_bridge._BQ_TYPE_FORMATTERS = tuple(
        (applies, canonical_numeric if applies is pyarrow.types.is_decimal else formatter)
        for applies, formatter in arrow_bridge._BQ_TYPE_FORMATTERS
    )
    create_app = bqemulator.server.create_app
    bqemulator.server.create_app = lambda context: GoogleEndpoints(create_app(context))
