"""The web server: granian, whose workers are forked from one process that has loaded the service.

They share what they only read, more than a third of a worker's memory; so what is loaded is kept from the garbage
collector, which would write to it and walk through it in vain. `python -m service.kit.web` takes granian's options. A
new version of the service needs a restart: after SIGHUP workers would start from the one that is loaded.
"""

import gc
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module

from flask import Flask
from granian.cli import entrypoint
from sqlalchemy.orm import configure_mappers

from service.kit.api import api_of
from service.kit.postgres.parent_bound import end_with_parent

# Requests leave few cycles behind; Python's 700 would look for them several times a request. With ten times as much
# as this, a worker holds 4 MB more of litter.
_COLLECTED_AFTER = (2_000, 10, 10)


def main() -> None:
    """Load the service, then serve; elsewhere than on Linux a fork is not safe, and each worker loads it for itself."""
    if sys.platform == "linux":
        _make_ready(import_module("wsgi").app)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_COLLECTED_AFTER)
        multiprocessing.set_start_method("fork")
        # Were its master killed, a worker would go on serving a port that the next one needs.
        os.register_at_fork(after_in_child=partial(end_with_parent, signal.SIGKILL))
    entrypoint()  # type: ignore[no-untyped-call]


def _make_ready(app: Flask) -> None:
    """Do once what each worker would do at its first requests, in memory of its own.

    The document is written aside, in a process that ends: what it is made of, some megabytes, would leave holes.
    """
    configure_mappers()
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as aside:
        api_of(app).take(aside.submit(_document).result())


def _document() -> bytes:
    return api_of(import_module("wsgi").app).document()


if __name__ == "__main__":
    main()
