"""Of which kinds the fields of WeChat's templates are (订阅消息参数值内容限制说明)."""

from enum import StrEnum


class FieldKind(StrEnum):
    """What a field of a WeChat template holds; its name is the kind and a number: `thing1`."""

    THING = "thing"
    NUMBER = "number"
    LETTER = "letter"
    SYMBOL = "symbol"
    CHARACTER_STRING = "character_string"
    TIME = "time"
    DATE = "date"
    AMOUNT = "amount"
    PHONE_NUMBER = "phone_number"
    CAR_NUMBER = "car_number"
    NAME = "name"
    PHRASE = "phrase"
    ENUM = "enum"


def kind_of(field: str) -> FieldKind:
    """Of which kind a field of this name is (`character_string3`); raises ValueError for one that WeChat has not."""
    return FieldKind(field.rstrip("0123456789"))


def fields_in(template: str) -> tuple[str, ...]:
    """The fields that `name:id:thing4+time2` names, if it names any."""
    _, _, *rest = template.split(":")
    return tuple(rest[0].split("+")) if rest and rest[0] else ()


def is_known(field: str) -> bool:
    """Whether WeChat has fields of this kind."""
    return field.rstrip("0123456789") in set(FieldKind)
