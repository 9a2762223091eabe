"""The first screen over HTTP."""

from service.home import queries
from service.home.queries import FirstScreen
from service.home.schemas import FirstScreenSchema
from service.kit.api import Blueprint
from service.kit.work import UnitOfWork

home = Blueprint("home", url_prefix="/home", description="首页: what concerns a person now.")


@home.get()
@home.response(200, FirstScreenSchema)
def get_first_screen(work: UnitOfWork) -> FirstScreen:
    """Read what concerns one now, in one call.

    One's own notices, next bookings and visits, open requests and offers, and those of elders in what one acts for them;
    to workers how much waits for them.
    """
    return queries.first_screen(work)
