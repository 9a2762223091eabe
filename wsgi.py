"""The door."""

import gc
import sys

from config import UnsafeSettings
from service import create_app

# By this status gunicorn knows that another worker would fare no better.
_APP_LOAD_ERROR = 4

try:
    app = create_app()
except UnsafeSettings as refusal:
    sys.stderr.write(f"{refusal}\n")
    sys.exit(_APP_LOAD_ERROR)

# What was made at the start lives to the end: the collector need not look at it again with every request's litter,
# nor write to memory that workers share.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
