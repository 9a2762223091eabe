"""A job process with one job that leaves a mark for each of its slots; run as a script by the tests.

`python -m tests.storms.ticking lead` takes turns in leading, as in production; `all` runs every slot in every
process, so that nothing but the claimed row keeps them apart.
"""

import os
import signal
import sys
import threading

from flask import Flask
from sqlalchemy import text

from service import create_app
from service.kit import jobs, jobs_process
from service.kit.house import house_of
from service.kit.jobs import every
from service.kit.work import UnitOfWork

PAUSE_SECONDS = 0.05
# The slot is the one that this transaction has claimed; reading the clock again could name the next.
MARK = text(
    "INSERT INTO marks SELECT slot, :process FROM job_runs"
    " WHERE job = :job AND xmin = pg_current_xact_id()::xid"
)


@every(seconds=1)
def leave_a_mark(work: UnitOfWork) -> None:
    work.session.execute(MARK, {"job": NAME, "process": os.getpid()})


NAME = next(job.name for job in jobs.all_jobs() if job.action is leave_a_mark)


def run_all(app: Flask, stop: threading.Event) -> None:
    """Try every slot again and again, whoever leads."""
    while not stop.wait(PAUSE_SECONDS):
        jobs.run_job(house_of(app), jobs.job(NAME))


def main() -> None:
    app = create_app()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    if sys.argv[1] == "all":
        run_all(app, stop)
    else:
        jobs_process.run(house_of(app), app.config["DATABASE_URL"], stop, heartbeat_seconds=0.5)


if __name__ == "__main__":
    main()
