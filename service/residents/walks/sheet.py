"""The walk on paper: one page of HTML with all it needs inside, that may load and run nothing."""

from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from service.kit.clock import local
from service.residents.rules import ResidentStatus
from service.residents.walks.actions import Walk
from service.residents.walks.rules import spoken_phone

_HERE = Path(__file__).parent
_STYLE = (_HERE / "sheet.css").read_text()
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-modals"
)

_jinja = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_jinja.filters["phone"] = spoken_phone
_TEMPLATE = _jinja.from_string((_HERE / "sheet.html").read_text())


def written(walk: Walk, *, printed_by: str, printed_at: datetime) -> str:
    """The page, in Chinese, which says who printed it and when, and that it is to be shredded."""
    people = [person for stop in walk.stops for person in stop.people()]
    return _TEMPLATE.render(
        walk=walk,
        style=Markup(_STYLE),  # noqa: S704 - our own file, and its hash is what the policy allows
        printed_by=printed_by,
        printed_at=f"{local(printed_at):%Y-%m-%d %H:%M}",
        homes=sum(len(stop.homes) for stop in walk.stops),
        people=len(people),
        pending=ResidentStatus.PENDING,
        day=lambda moment: f"{local(moment):%m-%d %H:%M}",
    )
