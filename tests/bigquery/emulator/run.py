"""Runs bqemulator with its known gaps closed, and ends when whoever started it is gone.

The emulator carries BigQuery's wire protocol for the tests; it proves nothing about GoogleSQL's semantics. What it can't do is
closed here and in script_text.py, one definition a gap, each named "Gap" and explained; never in the product's SQL or adapter.
Nothing is left over: dataform_run.test.ts wants every action and every procedure to run.

Known, and met by nothing that the tests compare: bytes literals and BYTES in load jobs, TRIM without a set of characters, a NULL array that
is stored, EDIT_DISTANCE beyond ASCII, aliases that GROUP BY takes before columns, ASSERT, temporary tables that outlive their job.
"""

import asyncio
import functools
import json
import os
import sys
import threading
from pathlib import Path

import duckdb_extension_spatial
import pyarrow
import sqlglot
from sqlglot import exp

import bqemulator.server
from bqemulator.api.routes import jobs
from bqemulator.cli import main
from bqemulator.jobs import executor
from bqemulator.sql import rules
from bqemulator.sql.rules._base import TranslationRule
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


@rules.register
class NumericText(TranslationRule):
    """Gap: NUMERIC as text keeps its trailing zeros (`1.500000000`); BigQuery gives `1.5`."""

    name = "NUMERIC_TEXT"

    def applies_to(self, node):
        return isinstance(node, exp.Cast) and node.to.this in TEXT_TYPES

    def rewrite(self, node):
        return exp.Anonymous(this="bq_text", expressions=[node.this.copy()])


def load_spatial(engine):
    """Gap: the emulator downloads DuckDB's spatial extension; ours is the one that PyPI has."""
    directory = Path(duckdb_extension_spatial.__file__).parent
    (extension,) = directory.glob("extensions/*/spatial.duckdb_extension")
    engine.execute(f"LOAD '{extension}'")


def with_text_macro(register_functions):
    @functools.wraps(register_functions)
    def registered(engine):
        register_functions(engine)
        engine.execute(TEXT_MACRO)

    return registered


def canonical_numeric(value, _type, _field):
    """Gap: the same zeros in NUMERIC results."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


class Job:
    """Gap: jobs interleave between the statements of a transaction; BigQuery isolates them. So they run one after the other."""

    lock = asyncio.Lock()
    parameters = []

    @classmethod
    def alone(cls, execute):
        @functools.wraps(execute)
        async def executed(project_id, job_id, script, parameters, context, **options):
            async with cls.lock:
                cls.parameters = parameters or []
                return await execute(project_id, job_id, close_gaps(script, cls.parameters), None, context, **options)

        return executed

    @classmethod
    def with_values(cls, execute):
        @functools.wraps(execute)
        def executed(engine, statement, parameters=None):
            return execute(engine, with_values(statement, cls.parameters), parameters)

        return executed


def remembering_trees(parse):
    """Gap: the emulator parses a statement some thirty times, and again in each run."""
    tree = functools.lru_cache(maxsize=2000)(parse)
    return functools.wraps(parse)(lambda statement, **dialect: tree(statement, **dialect).copy())


def remembering_translations(translate):
    """The same for its translations, which also depend on the columns of the tables."""
    translations = {}

    @functools.wraps(translate)
    def remembered(translator, statement, *, schema=None, caller=None):
        key = (statement, json.dumps(schema), caller)
        if key not in translations:
            translations[key] = translate(translator, statement, schema=schema, caller=caller)
        return translations[key]

    return remembered


class GoogleEndpoints:
    """Gap: the client uploads below BIGQUERY_EMULATOR_HOST's own path, and nobody hands out access tokens."""

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


def announcing_port(start):
    @functools.wraps(start)
    async def announced(server):
        await start(server)
        print(json.dumps({"listening": server.rest_port}), flush=True)

    return announced


def end_with_parent():
    """Whoever starts us holds our standard input open; the system closes it, whichever way the parent ends."""

    def wait():
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


executor._translator = SQLTranslator()
sqlglot.parse_one = remembering_trees(sqlglot.parse_one)
SQLTranslator.translate = remembering_translations(SQLTranslator.translate)
jobs.execute_query_job = Job.alone(jobs.execute_query_job)
DuckDBEngine.execute = Job.with_values(DuckDBEngine.execute)
DuckDBEngine._load_spatial = load_spatial
DuckDBEngine._register_builtin_udfs = with_text_macro(DuckDBEngine._register_builtin_udfs)
arrow_bridge._BQ_TYPE_FORMATTERS = tuple(
    (applies, canonical_numeric if applies is pyarrow.types.is_decimal else formatter)
    for applies, formatter in arrow_bridge._BQ_TYPE_FORMATTERS
)
create_app = bqemulator.server.create_app
bqemulator.server.create_app = lambda context: GoogleEndpoints(create_app(context))
bqemulator.server.EmulatorServer.start = announcing_port(bqemulator.server.EmulatorServer.start)
os.environ["BQEMU_ENABLE_FORMAT_EXTENSIONS"] = "false"
end_with_parent()
main(["start", "--rest-port", "0", "--grpc-port", "0", "--log-level", "error"])
