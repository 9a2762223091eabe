"""What a scheme asks of an elder, what speaks against them, and what is still missing."""

from collections.abc import Collection
from dataclasses import dataclass

from service.elderly_care.entitlements.rules.words import Missing
from service.elderly_care.rules import EligibilityClass
from service.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a scheme asks of an elder; what is empty asks for nothing."""

    levels: Collection[int]
    classes: Collection[str]


def missing(wanted: Wanted, level: int | None) -> list[Missing]:
    """What nobody can decide without: a level, where the scheme asks for one or for a class that follows from it."""
    asks = bool(wanted.levels) or EligibilityClass.DISABLED_BY_AGE in wanted.classes
    return [Missing.ASSESSMENT] if asks and level is None else []


def reasons_against(wanted: Wanted, level: int | None, eligible: EligibilityClass) -> dict[str, Text]:
    """Why a scheme is not for an elder, as far as it is known; a level that nobody has found yet is no reason."""
    found = {}
    if wanted.levels and level is not None and level not in wanted.levels:
        asked = "、".join(map(str, sorted(wanted.levels)))
        found["level"] = Text(
            f"能力等级为 {level} 级，方案面向 {asked} 级。",
            f"The level found is {level}; the scheme is for {asked.replace('、', ', ')}.",
        )
    may_follow = level is None and EligibilityClass.DISABLED_BY_AGE in wanted.classes
    if wanted.classes and eligible not in wanted.classes and not may_follow:
        words = [EligibilityClass(each).words for each in wanted.classes]
        found["eligibility"] = Text(
            f"对象类别为“{eligible.words.zh}”，方案面向{'、'.join(each.zh for each in words)}；登记有误请联系社区。",
            f"The class on record is “{eligible.words.en}”, the scheme is for: "
            f"{', '.join(each.en for each in words)}; your community corrects the record.",
        )
    return found


def exclude_each_other(
    code: str, excludes: Collection[str], other: str, other_excludes: Collection[str]
) -> bool:
    """Whether nobody has both schemes; it is enough that one of them says so."""
    return other in excludes or code in other_excludes
