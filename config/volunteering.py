"""Settings of the time bank: its caps, its ages, and how long what is left of the dead waits for their family."""

from dataclasses import dataclass

from config.declaring import SPAN, setting
from config.files import FileSettings

_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteeringSettings(FileSettings):
    """What is policy in the time bank."""

    time_bank_day_minutes: int = setting(
        480, "Minutes of service of one natural day that are credited at most.", at_least=1, at_most=_A_DAY
    )
    time_bank_month_minutes: int = setting(
        3600,
        "Minutes of service of one natural month that are credited at most.",
        at_least=1,
        at_most=31 * _A_DAY,
    )
    time_bank_least_age: int = setting(
        14, "From which age service is credited; before it is only on record.", at_least=0, at_most=120
    )
    time_bank_elder_age: int = setting(
        60, "From which age somebody can be passed minutes on.", at_least=0, at_most=120
    )
    time_bank_backdated_days: int = setting(
        31, "How many days afterwards a worker may note hours of service.", **SPAN
    )
    time_bank_estate_days: int = setting(
        365, "After how many days what is left of somebody who died falls to the community's pool.", **SPAN
    )
