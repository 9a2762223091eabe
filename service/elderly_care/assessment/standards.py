"""The standards that are shipped as data; one that contradicts itself stops the service from starting."""

from collections.abc import Mapping

import orjson

from config.settings import CHECKOUT
from service.elderly_care.assessment.errors import NoSuchStandard
from service.elderly_care.assessment.rules import Scale, scale_of

_FOLDER = CHECKOUT / "data" / "care" / "assessment"


def _read() -> Mapping[str, Scale]:
    scales = [scale_of(orjson.loads(file.read_bytes())) for file in sorted(_FOLDER.glob("*.json"))]
    return {scale.rule_version: scale for scale in sorted(scales, key=lambda each: int(each.version))}


SCALES = _read()


def present_scale(standard: str) -> Scale:
    """The newest version of a standard. Raises NoSuchStandard."""
    versions = [scale for scale in SCALES.values() if scale.standard == standard]
    if not versions:
        raise NoSuchStandard(field="standard")
    return versions[-1]


def present_scales() -> list[Scale]:
    """The newest version of each standard."""
    return [present_scale(standard) for standard in sorted({scale.standard for scale in SCALES.values()})]
