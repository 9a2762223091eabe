"""The hand-made table of money: lines, their sums, vouchers and scores."""

from pathlib import Path

Rows = dict[tuple[str, ...], tuple[str, ...]]

# How many words name a row of each part; the rest are its figures.
_NAMED_BY = {"lines": 6, "sums": 2, "ledger": 2, "scores": 4}
_REMARK = "#"


def by_hand() -> dict[str, Rows]:
    """The parts of the table as they were written by hand; what follows a # says why."""
    parts: dict[str, Rows] = {name: {} for name in _NAMED_BY}
    part = ""
    for line in (Path(__file__).parent / "table.txt").read_text(encoding="utf-8").splitlines():
        words = line.split(_REMARK, maxsplit=1)[0].split()
        if not words:
            continue
        if words[0].startswith("["):
            part = words[0].strip("[]")
            continue
        name = tuple(words[: _NAMED_BY[part]])
        if name in parts[part]:
            raise ValueError(f"{' '.join(name)} stands twice in [{part}].")
        parts[part][name] = tuple(words[_NAMED_BY[part] :])
    return parts
