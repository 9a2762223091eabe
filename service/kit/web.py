"""The web server: granian, whose workers are forked from one process that has loaded the service.

They share what they only read, more than a third of a worker's memory. `python -m service.kit.web` takes granian's
options. A new version of the service needs a restart: after SIGHUP workers would start from the one that is loaded.
"""

import multiprocessing
import os
import signal
import sys
from functools import partial
from importlib import import_module

from granian.cli import entrypoint

from service.kit.postgres.parent_bound import end_with_parent


def main() -> None:
    """Load the service, then serve; elsewhere than on Linux a fork is not safe, and each worker loads it for itself."""
    if sys.platform == "linux":
        import_module("wsgi")
        multiprocessing.set_start_method("fork")
        # Were its master killed, a worker would go on serving a port that the next one needs.
        os.register_at_fork(after_in_child=partial(end_with_parent, signal.SIGKILL))
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
