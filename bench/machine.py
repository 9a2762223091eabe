"""A description of the machine and of everything that ran on it."""

import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.database import DatabaseServer

SETTINGS = ("fsync", "synchronous_commit", "shared_buffers", "max_connections")
ROOT = Path(__file__).parent.parent
OURS = ("flask", "flask-smorest", "marshmallow", "sqlalchemy", "psycopg", "granian", "orjson")
THEIRS = (
    "django",
    "djangorestframework",
    "djangorestframework_simplejwt",
    "flask-smorest",
    "sqlalchemy",
    "gunicorn",
)


def describe(server: DatabaseServer) -> dict[str, str]:
    """What the figures were measured on."""
    settings = ", ".join(f"{name} {server.setting(name)}" for name in SETTINGS)
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory_gigabytes():.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Python": platform.python_version(),
        "PostgreSQL": f"{server.setting('server_version')}, {settings}",
        "Linli's packages": ", ".join(f"{name} {version(name)}" for name in OURS),
        "the rivals' packages": ", ".join(_rival_versions()),
        "commit": _commit(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _memory_gigabytes() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30


def _rival_versions() -> list[str]:
    asking = f"import json; from importlib.metadata import version as v; print(json.dumps([v(n) for n in {THEIRS}]))"
    python = ROOT / "bench/.venv/bin/python"
    answer = subprocess.run([python, "-c", asking], capture_output=True, text=True, check=True)
    return [f"{name} {found}" for name, found in zip(THEIRS, json.loads(answer.stdout), strict=True)]


def _commit() -> str:
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "unknown"
