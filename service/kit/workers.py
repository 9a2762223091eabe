"""A web server's worker: it ends when the process that started it has ended, however that ended."""

import multiprocessing
import os
import signal
import threading
from multiprocessing import connection


def end_with_parent() -> None:
    """Let this process end soon after the web server it is a worker of; elsewhere there is nothing to do.

    A worker that outlives a killed web server would go on answering with old code beside the next one.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_end, args=(parent.sentinel,), daemon=True).start()


def _wait_and_end(sentinel: int) -> None:
    connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
