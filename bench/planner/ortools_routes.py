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

    megabytes = 0

    def improve(
        self, routing: Routing, routes: Routes, *, seed: int, iterations: int, seconds: float
    ) -> Solved:
        """Better routes than these, found in so many seconds."""
        asked = json.dumps(_plain(routing, routes, seconds))
        answer = subprocess.run(
            [str(_PYTHON), str(_SCRIPT)], input=asked, check=True, capture_output=True, text=True
        )
        told = json.loads(answer.stdout)
        self.megabytes = max(self.megabytes, told["megabytes"])
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
            [each.begins, each.ends, routing.place(each.start), routing.place(each.end), each.room]
            for each in routing.stints
        ],
        "costs": [routing.costs[each.caregiver_id] for each in routing.stints],
    }
