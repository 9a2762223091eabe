"""How facts become a score: all in integers, each step rounded half up, so that the figures shown are enough to follow it.

A value is 1000 x numerator / denominator. What a fact attains of its target, in per mille, is value / target where more is
better and target / value where less is, never above 1000. The score is the mean of that by weight, in points of 100. A
fact without a denominator drops out, and the other weights are scaled to make up for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.elderly_care.performance.rules.words import Grade
from service.elderly_care.providers.rules import TargetKind

LESS_IS_BETTER = frozenset({TargetKind.SHORT_VISITS, TargetKind.COMPLAINTS})
MOST_STARS = 5
_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Fact:
    """So many of so many; of a rating the stars and how many gave them."""

    kind: TargetKind
    numerator: int
    denominator: int

    @property
    def value(self) -> int | None:
        """In per mille, of a rating in thousandths of a star; None where there is nothing to judge by."""
        return rounded(self.numerator * _WHOLE, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Target:
    """What a contract asks of a fact, in its value's unit, and with which weight of 100."""

    target: int
    weight: int


@dataclass(frozen=True, slots=True)
class JudgedFact:
    """A fact beside its target; `share_per_mille` is its weight after scaling, null for one that drops out."""

    kind: TargetKind
    numerator: int
    denominator: int
    value: int | None
    target: int | None
    weight: int | None
    attained_per_mille: int | None
    share_per_mille: int | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which points on a score is excellent, and from which it is passed."""

    excellent_from: int
    passed_from: int


def rounded(numerator: int, denominator: int) -> int:
    """The quotient of what is not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def attained(kind: TargetKind, value: int, target: int) -> int:
    """How much of a target is attained, in per mille."""
    if kind in LESS_IS_BETTER:
        return _WHOLE if value <= target else rounded(target * _WHOLE, value)
    return _WHOLE if value >= target else rounded(value * _WHOLE, target)


def judged(facts: Iterable[Fact], targets: Mapping[TargetKind, Target]) -> list[JudgedFact]:
    """Facts beside their targets, in the order of their kinds; those without a target are shown and do not count."""
    by_kind = {fact.kind: fact for fact in facts}
    whole = sum(
        aim.weight for kind, aim in targets.items() if kind in by_kind and by_kind[kind].value is not None
    )
    return [_judged(by_kind[kind], targets.get(kind), whole) for kind in TargetKind if kind in by_kind]


def score(facts: Sequence[JudgedFact]) -> int | None:
    """Points from 0 to 100; None where no fact counts."""
    counted = [
        (each.weight, each.attained_per_mille)
        for each in facts
        if each.weight is not None and each.attained_per_mille is not None
    ]
    whole = sum(weight for weight, _ in counted)
    return rounded(sum(weight * part for weight, part in counted), 10 * whole) if whole else None


def grade(points: int | None, thresholds: Thresholds) -> Grade | None:
    """What a score is worth."""
    if points is None:
        return None
    if points >= thresholds.excellent_from:
        return Grade.EXCELLENT
    return Grade.PASSED if points >= thresholds.passed_from else Grade.FAILED


def speaks_against(kind: TargetKind, numerator: int) -> bool:
    """Whether a line with this numerator is other than the operator would wish."""
    if kind in LESS_IS_BETTER:
        return numerator > 0
    return numerator < (MOST_STARS if kind is TargetKind.RATING else 1)


def without(facts: Iterable[Fact], left_out: Iterable[Fact]) -> list[Fact]:
    """The facts less those of lines that are left out."""
    less = list(left_out)
    return [
        Fact(
            fact.kind,
            fact.numerator - sum(each.numerator for each in less if each.kind is fact.kind),
            fact.denominator - sum(each.denominator for each in less if each.kind is fact.kind),
        )
        for fact in facts
    ]


def together(facts: Iterable[Fact]) -> list[Fact]:
    """The facts of several periods as those of all of them, one of each kind."""
    known = list(facts)
    return [
        Fact(
            kind,
            sum(each.numerator for each in known if each.kind is kind),
            sum(each.denominator for each in known if each.kind is kind),
        )
        for kind in TargetKind
        if any(each.kind is kind for each in known)
    ]


def differences(now: Iterable[Fact], then: Iterable[Fact]) -> list[Fact]:
    """By how much facts have changed since then, of those that have; may be negative."""
    changed = without(now, then)
    return [each for each in changed if each.numerator or each.denominator]


def _judged(fact: Fact, aim: Target | None, whole: int) -> JudgedFact:
    value = fact.value
    part = share = None
    if aim is not None and value is not None:
        part, share = attained(fact.kind, value, aim.target), rounded(aim.weight * _WHOLE, whole)
    return JudgedFact(
        kind=fact.kind,
        numerator=fact.numerator,
        denominator=fact.denominator,
        value=value,
        target=aim.target if aim else None,
        weight=aim.weight if aim else None,
        attained_per_mille=part,
        share_per_mille=share,
    )
