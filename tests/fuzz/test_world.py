"""What the fuzzer is given fits the API as it is today."""

import re
import tomllib

from tests.client import ApiClient
from tests.fuzz.fuzzer import configuration
from tests.fuzz.world import ALSO_CALLED, IDS


def test_every_path_parameter_has_known_values(anyone: ApiClient) -> None:
    document = anyone.get("/openapi.json").json

    parameters = {name for path in document["paths"] for name in re.findall(r"{(\w+)}", path)}

    assert parameters <= set(IDS), "say in IDS where these are: what is not found is not tested"
    assert set(ALSO_CALLED.values()) <= set(IDS)


def test_no_check_is_switched_off() -> None:
    written = tomllib.loads(configuration({"room_id": ["1"]}))

    assert all(check.get("enabled", True) for check in written["checks"].values())
    assert written["parameters"]["path.room_id"]["dictionary"] == "room_id"
