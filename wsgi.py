"""The door."""

import gc
import multiprocessing
import signal
import sys

from config import UnsafeSettings
from service import create_app
from service.kit.postgres.parent_bound import end_with_parent

# By this status gunicorn knows that another worker would fare no better.
_APP_LOAD_ERROR = 4

if multiprocessing.parent_process() is not None:
    # A web server's worker: were its master killed, it would go on serving a port that the next one needs.
    end_with_parent(signal.SIGKILL)

try:
    app = create_app()
except UnsafeSettings as refusal:
    sys.stderr.write(f"{refusal}\n")
    sys.exit(_APP_LOAD_ERROR)

# What was made at the start lives to the end: the collector need not look at it again with every request's litter.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
