"""Assessing, signing, entering another body's result, appealing and deciding, and forgetting."""

from service.elderly_care.assessment.actions.appealing import appeal, uphold
from service.elderly_care.assessment.actions.assessing import assess, record_external, sign, void
from service.elderly_care.assessment.actions.reading import (
    forget_person,
    read,
    read_appeal,
    read_list,
    readable,
)

__all__ = [
    "appeal",
    "assess",
    "forget_person",
    "read",
    "read_appeal",
    "read_list",
    "readable",
    "record_external",
    "sign",
    "uphold",
    "void",
]
