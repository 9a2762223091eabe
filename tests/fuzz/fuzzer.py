"""One run of schemathesis as one part: its configuration, its process, what came of it."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from config.settings import CHECKOUT
from service.kit.api import BASE
from tests.fuzz import TALLY, TOKENS

LOCATIONS = ("path", "query", "body")
SEED_PROBABILITY = 0.7
# Without it nearly every change would be refused as stale, and what it does never be seen.
ANY_VERSION = "any_version"
# schemathesis ends by itself; if it hangs it is ended after so much more than its time.
GRACE_SECONDS = 300

# A request that fits its schema may still be refused by a rule, by the state of things or by who asks, as each
# operation documents. What is left for this check to find are 400, 405, 413 and 415.
RULES_MAY_REFUSE = ["2xx", "304", "401", "403", "404", "409", "412", "422", "428", "429"]
NOT_WITH_THIS = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428", "429"]
WITHOUT_A_HEADER = ["401", "403", "404", "415", "422", "428", "429"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a run may take, and how much of the API it is about."""

    seconds: int
    examples: int
    seed: int | None = None
    only: str | None = None

    @property
    def options(self) -> list[str]:
        named = {
            "--max-time": self.seconds,
            "--max-examples": self.examples,
            "--seed": self.seed,
            "--include-path-regex": self.only,
            # Links lead to other operations; with a few of them there may be none to follow.
            "--phases": "examples,coverage,fuzzing" if self.only else None,
        }
        return [f"{name}={value}" for name, value in named.items() if value is not None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a run: whether every check held, how often which operation answered what, and the login left."""

    part: str
    is_green: bool
    tally: Counter[str]
    last_login: str | None = None


def configuration(values: dict[str, list[str]]) -> str:
    """schemathesis.toml: what the checks expect, and values that exist for most uses of the names that take them."""
    lines = [
        "[generation]",
        "allow-x00 = true",
        "[checks.positive_data_acceptance]",
        f"expected-statuses = {json.dumps(RULES_MAY_REFUSE)}",
        "[checks.negative_data_rejection]",
        f"expected-statuses = {json.dumps(NOT_WITH_THIS)}",
        "[checks.missing_required_header]",
        f"expected-statuses = {json.dumps(WITHOUT_A_HEADER)}",
        # What a file is, is told by its content, which a schema can not describe.
        "[[operations]]",
        'include-operation-id = "upload_file"',
        f"checks.positive_data_acceptance.expected-statuses = {json.dumps([*RULES_MAY_REFUSE, '415'])}",
        # A new room has no screen yet: its token is another thing, not the room that was just made.
        "[[operations]]",
        'include-operation-id = "get_screen_token"',
        "checks.ensure_resource_availability.enabled = false",
    ]
    for name, known in {**values, ANY_VERSION: ["*"]}.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(known)}"]
    lines += ["[parameters]", f'"header.If-Match" = {_bound(ANY_VERSION)}']
    for name in values:
        lines += [f'"{location}.{name}" = {_bound(name)}' for location in LOCATIONS]
    return "\n".join(lines) + "\n"


def _bound(dictionary: str) -> str:
    return f'{{ dictionary = "{dictionary}", probability = {SEED_PROBABILITY} }}'


def fuzz(
    url: str, part: str, tokens: list[str], values: dict[str, list[str]], bounds: Bounds, folder: Path
) -> Verdict:
    """Let schemathesis loose on the app, with all its checks and phases; `folder` keeps what it was given."""
    folder.mkdir(parents=True, exist_ok=True)
    config, given, tally = folder / "schemathesis.toml", folder / "tokens.json", folder / "tally.json"
    tally.unlink(missing_ok=True)
    config.write_text(configuration(values))
    given.write_text(json.dumps(tokens))
    command = [
        *(
            sys.executable,
            "-m",
            "schemathesis.cli",
            f"--config-file={config}",
            "run",
            f"{url}{BASE}/openapi.json",
        ),
        *(
            "--checks=all",
            "--continue-on-failure",
            "--report=json",
            f"--report-json-path={folder / 'report.json'}",
        ),
        *("--workers=1", "--warnings=off", *bounds.options),
    ]
    environ = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", TOKENS: str(given), TALLY: str(tally)}
    code = _run(command, environ, bounds.seconds + GRACE_SECONDS)
    counted = Counter(json.loads(tally.read_text())) if tally.exists() else Counter[str]()
    left = json.loads(given.read_text())
    return Verdict(part, code == 0, counted, left[-1] if left else None)


def _run(command: list[str], environ: dict[str, str], seconds: int) -> int:
    process = subprocess.Popen(command, env=environ, cwd=CHECKOUT)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        return process.wait(GRACE_SECONDS) or 1
    finally:
        process.kill()
