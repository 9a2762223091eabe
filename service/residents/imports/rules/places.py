"""Which place of the region tree a row means, by the names that stand in its columns."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.residents.imports.rules.columns import Column
from service.residents.imports.rules.outcomes import BadRow, Reason, Remark
from service.residents.imports.rules.people import PlaceWords

_SPACES = re.compile(r"\s")
_BUILDING_ENDING = re.compile(r"(?:号?楼|幢|栋|座|号)$")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
# What a building may be called that a list brings: a number, or one behind its estate's name.
_NEW_BUILDING = re.compile(r"[0-9A-Za-z\u3400-\u9fff()-]{1,30}")
_CHINESE_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tree; `path` has the codes from the top, itself last."""

    code: str
    level: str
    name: str
    path: tuple[str, ...]


MayAdd = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class NewBuilding:
    """A building that a list names and that is not on record, and the grid it stands in."""

    grid_code: str
    name: str


class Places:
    """The places at or below those that an import may name, found by what people call them.

    Where the list may add buildings below a path (`may_add`), one that is not on record gets a code of no place yet.
    """

    def __init__(self, places: Iterable[Place], may_add: MayAdd | None = None) -> None:
        self._places = {place.code: place for place in places}
        self._may_add = may_add
        self.new: dict[str, NewBuilding] = {}
        self._by_name: dict[tuple[str, str], list[Place]] = {}
        for place in self._places.values():
            for name in {*_names(place)}:
                self._by_name.setdefault((place.level, name), []).append(place)

    def __contains__(self, code: str) -> bool:
        return code in self._places

    def path_of(self, code: str) -> tuple[str, ...]:
        return self._places[code].path

    def add(self, building: NewBuilding) -> Place:
        """Let a building be found that is about to come on record."""
        grid = self._places[building.grid_code]
        code = f"{grid.code}+{_plain(building.name)}"
        made = Place(code, "building", building.name, (*grid.path, code))
        self._places[code] = made
        for each in {*_names(made)}:
            self._by_name.setdefault((made.level, each), []).append(made)
        self.new[code] = building
        return made

    def meant(self, words: PlaceWords, default: str) -> str:
        """The code of the place that these words mean at or below `default`. Raises BadRow."""
        found = self._places[default]
        steps = (
            (Column.COMMUNITY, words.community, Reason.NO_SUCH_PLACE),
            (Column.ESTATE, words.estate, Reason.NO_SUCH_PLACE),
            (Column.GRID, words.grid, Reason.NO_SUCH_PLACE),
            (Column.BUILDING, words.building, Reason.NO_SUCH_BUILDING),
        )
        above = [found]
        for column, word, missing in steps:
            if word is not None:
                found = self._step(above, column, word, missing)
                above.append(found)
        deepest = max(above, key=lambda place: len(place.path))
        if deepest.level in ("city", "district", "street"):
            raise BadRow([Remark(Reason.NO_SUCH_PLACE, Column.COMMUNITY)])
        return deepest.code

    def _step(self, above: list[Place], column: Column, word: str, missing: Reason) -> Place:
        """The one place of this level with this name that agrees with all places named so far."""
        named = self._by_name.get((column.value, _plain(word)), [])
        named += self._by_name.get((column.value, word.strip()), []) if not named else []
        fitting = [place for place in named if all(_agree(place, other) for other in above)]
        if not fitting and column is Column.BUILDING and self._may_add is not None:
            return self._added(above, _written(word), self._may_add)
        if not fitting:
            raise BadRow([Remark(missing, column)])
        if len(fitting) > 1:
            raise BadRow([Remark(Reason.PLACE_AMBIGUOUS, column)])
        return fitting[0]

    def _added(self, above: list[Place], name: str, may_add: MayAdd) -> Place:
        """A building to be put on record in the one grid that agrees with all that is named. Raises BadRow."""
        grids = [
            place
            for place in self._places.values()
            if place.level == "grid" and all(_agree(place, other) for other in above)
        ]
        if len(grids) != 1:
            raise BadRow([Remark(Reason.GRID_MISSING, Column.GRID)])
        grid = grids[0]
        if not _NEW_BUILDING.fullmatch(name) or not may_add(grid.path):
            raise BadRow([Remark(Reason.NO_SUCH_BUILDING, Column.BUILDING)])
        return self.add(NewBuilding(grid.code, name))


def _agree(place: Place, other: Place) -> bool:
    """Whether one of the two lies in the other."""
    return other.code in place.path or place.code in other.path


def _names(place: Place) -> Iterator[str]:
    """What people call a place: by code, by name, and a building also by what follows its estate's name."""
    yield place.code
    yield _plain(place.name)
    if place.level == "building":
        number = re.search(
            r"[0-9A-Za-z一二三四五六七八九][0-9A-Za-z-]*\s*(?:号?楼|幢|栋|座|号)?$", place.name
        )
        if number:
            yield _plain(number[0])
    elif place.level in ("community", "estate"):
        yield _plain(place.name.removesuffix("社区").removesuffix("小区").removesuffix("村"))


def _written(name: str) -> str:
    """How a new building is called: as typed, and `3幢` where only `03` is."""
    text = _LEADING_ZEROS.sub("", _SPACES.sub("", unicodedata.normalize("NFKC", name)))
    return f"{text}幢" if text[-1:].isascii() and text[-1:].isalnum() else text


def _plain(name: str) -> str:
    """`3幢`, `3 号楼`, `03` and `三幢` are one building's name; others lose their blanks."""
    text = _SPACES.sub("", unicodedata.normalize("NFKC", name)).upper()
    short = _BUILDING_ENDING.sub("", text)
    if short and short != text:
        text = short
    if len(text) == 1:
        text = text.translate(_CHINESE_DIGITS)
    return _LEADING_ZEROS.sub("", text)
