"""Runs bqemulator offline, on a free port that it prints, and ends when whoever started it is gone.

The emulator carries BigQuery's wire protocol for the tests; it proves nothing about GoogleSQL's semantics. Its known gaps are closed
(gaps.py), unless `--bare` asks for it as it is.
"""

import functools
import json
import os
import sys
import threading
from pathlib import Path

import duckdb_extension_spatial

import bqemulator.server
from bqemulator.cli import main
from bqemulator.storage.engine import DuckDBEngine
import gaps
import speed


def load_spatial(engine):
    """The emulator would download DuckDB's spatial extension, which it won't start without; ours is the one that PyPI has."""
    directory = Path(duckdb_extension_spatial.__file__).parent
    (extension,) = directory.glob("extensions/*/spatial.duckdb_extension")
    engine.execute(f"LOAD '{extension}'")


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


if "--bare" not in sys.argv:
    speed.spare_all()
    gaps.close_all()
DuckDBEngine._load_spatial = load_spatial
bqemulator.server.EmulatorServer.start = announcing_port(bqemulator.server.EmulatorServer.start)
os.environ["BQEMU_ENABLE_FORMAT_EXTENSIONS"] = "false"
end_with_parent()
main(["start", "--rest-port", "0", "--grpc-port", "0", "--log-level", "error"])
