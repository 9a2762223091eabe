"""The stage: the service with a clock that can be set, and clients that speak as anybody in the cast."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from config import Settings
from demonstration.cast import PASSWORD
from service import create_app
from service.kit import background, deliveries, jobs
from service.kit.api import BASE
from service.kit.clock import SystemClock
from service.kit.house import House, house_of
from service.messaging.channels import ChannelGateways
from service.messaging.channels.demonstration import DemonstrationChannel
from service.messaging.rules import OUTSIDE

_A_YEAR_OF_MINUTES = 366 * 24 * 60
# Enough for a plan to look at; the founding is not to wait for the best.
_PLANNER_ITERATIONS = 100


class Refused(Exception):
    """The service refused what the play needs; the message is its problem."""


class StageClock:
    """Shows the moment that the play has come to."""

    def __init__(self) -> None:
        self.moment = SystemClock().now()

    def now(self) -> datetime:
        return self.moment


class Stage:
    """The service, unhurried: logins last for the whole play, and nobody is limited."""

    def __init__(self, settings: Settings) -> None:
        self.clock = StageClock()
        self.app: Flask = create_app(
            replace(
                settings,
                log_level="WARNING",
                access_token_minutes=_A_YEAR_OF_MINUTES,
                refresh_token_days=366,
                password_max_age_days=36_500,
                limit_logins="100000 per minute",
                limit_requests="1000000 per minute",
                care_planner_iterations=_PLANNER_ITERATIONS,
                sending_threads=1,
            ),
            clock=self.clock,
        )
        self.house: House = house_of(self.app)
        # Whatever keys this machine has: nothing of the play leaves it.
        self.house.providers[ChannelGateways] = ChannelGateways(
            {each: DemonstrationChannel(settings, each) for each in OUTSIDE}
        )
        self._tokens: dict[str, str] = {}

    def staff(self, username: str, password: str = PASSWORD) -> "Client":
        return self._client(
            username, "/accounts/login/password", {"username": username, "password": password}
        )

    def resident(self, number: int) -> "Client":
        return self.newcomer(f"demo-resident-{number}")

    def newcomer(self, code: str) -> "Client":
        return self._client(code, "/accounts/login/wechat", {"code": code})

    def device(self, key: str) -> "Client":
        """A device, which is no account: it speaks with the key that it was given."""
        return Client(self.app, key)

    def run_jobs(self, *names: str) -> None:
        """Run these jobs for the present slot, and deliver what they and others have announced."""
        for name in names:
            jobs.run_job(self.house, jobs.job(name))
        while deliveries.deliver_due(self.house):
            pass
        for hand in jobs.all_hands():
            while hand(self.house):
                pass

    def finish_background_work(self) -> None:
        """Do all that waits for the job process."""
        while background.advance(self.house):
            pass

    def close(self) -> None:
        self.house.engine.dispose()

    def _client(self, who: str, path: str, login: dict[str, str]) -> "Client":
        if who not in self._tokens:
            self._tokens[who] = Client(self.app).post(path, **login)["access_token"]
        return Client(self.app, self._tokens[who])


class Client:
    """HTTP as one of the cast."""

    def __init__(self, app: Flask, token: str = "") -> None:
        self.token = token
        self._http = app.test_client()
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> Any:
        return _told(self._http.get(BASE + path, query_string=query, headers=self._headers))

    def post(self, path: str, **body: Any) -> Any:
        """Raises Refused."""
        return _told(self._http.post(BASE + path, json=body, headers=self._headers))

    def put(self, path: str, **body: Any) -> Any:
        """Raises Refused."""
        return _told(self._http.put(BASE + path, json=body, headers=self._headers))

    def upload(self, name: str, body: bytes) -> str:
        """Send a file; its id. Raises Refused."""
        sent = {"file": (BytesIO(body), name)}
        return str(_told(self._http.post(BASE + "/files", data=sent, headers=self._headers))["id"])

    def patch(self, path: str, **changes: Any) -> Any:
        """Change whatever version there is. Raises Refused."""
        headers = self._headers | {"If-Match": "*"}
        return _told(self._http.patch(BASE + path, json=changes, headers=headers))


def _told(answer: TestResponse) -> Any:
    if answer.status_code >= 400:
        raise Refused(answer.get_data(as_text=True))
    return answer.get_json(silent=True)
