"""A job process in which offers are made at once and hours pass in a second; run as a script by the tests.

It is the job process of production. Beside what that does, places that become free are passed on by a hand of their
own, so that two do it at once; and now and then the time of an offer runs out, which is noticed a little later.
"""

import signal
import threading

from service import create_app
from service.events.activities import actions
from service.kit import deliveries, jobs_process
from service.kit.edge import run_in_work
from service.kit.house import House, house_of
from service.kit.jobs import again_and_again
from tests.storms.world import let_offers_run_out

PLACES_FREED = "events.activities.PlacesFreed"


@again_and_again
def pass_places_on(house: House) -> int:
    return deliveries.deliver_due(house, 10, names=[PLACES_FREED])


@again_and_again
def let_time_pass(house: House) -> None:
    run_in_work(house, actions.lapse)
    run_in_work(house, lambda work: let_offers_run_out(work, share=0.15))


def main() -> None:
    app = create_app()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    jobs_process.run(house_of(app), app.config["DATABASE_URL"], stop, heartbeat_seconds=0.5)


if __name__ == "__main__":
    main()
