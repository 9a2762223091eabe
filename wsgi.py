"""The door."""

import multiprocessing
import signal

from service import create_app
from service.kit.postgres.parent_bound import end_with_parent

if multiprocessing.parent_process() is not None:
    # A web server's worker: were its master killed, it would go on serving a port that the next one needs.
    end_with_parent(signal.SIGKILL)

app = create_app()
