"""OR-Tools behind the planner's interface, in a process and an environment of its own: Linli itself does not need it."""

import json
import subprocess
from pathlib import Path
from typing import Any

from service.elderly_care.planner.rules import Routes, Routing
from service.elderly_care.planner.solver import Solved

_HERE = Path(__file__).parent
_PYTHON = _HERE.parent / ".venv" / "bin" / "python"
_SCRIPT = _HERE / "ortools_script.py"


class OrtoolsRoutes:
    """Routes by OR-Tools; it has no seed and no iterations, so the clock ends its search."""

    def __init__(self, seconds: float) -> None:
        """Each search takes so many seconds, whatever is left for all."""
        self._seconds = seconds
        self._asked = subprocess.Popen(
            [str(_PYTHON), str(_SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.used = 0.0, 0
        """Seconds of a processor and megabytes that the other process took."""

    def improve(
        self, routing: Routing, routes: Routes, *, seed: int, iterations: int, seconds: float
    ) -> Solved:
        """Better routes than these."""
        assert self._asked.stdin
        assert self._asked.stdout
        print(json.dumps(_plain(routing, routes, self._seconds)), file=self._asked.stdin, flush=True)
        told = json.loads(self._asked.stdout.readline())
        self.used = told["processor"], told["megabytes"]
        return Solved(told["routes"], time_limit_hit=True)


def _plain(routing: Routing, routes: Routes, seconds: float) -> dict[str, Any]:
    """The problem as numbers; of each place the row of `ways`."""
    return {
        "seconds": seconds,
        "routes": routes,
        "ways": routing.ways,
        "openings": [
            [each.first, each.last, each.task.length, each.task.minutes, routing.place(each.task.where)]
            for each in routing.openings
        ],
        "stints": [
            [
                each.begins,
                each.ends,
                routing.place(each.start),
                routing.place(each.end),
                each.room,
                each.spare_before,
                each.spare_after,
            ]
            for each in routing.stints
        ],
        "costs": [routing.costs[each.caregiver_id] for each in routing.stints],
    }
