"""By what figures may be broken down, and the groups of ages."""

from enum import StrEnum

from service.kit.texts import Text


class Breakdown(StrEnum):
    """By what people are counted; tags overlap, everything else adds up to the total."""

    REGION = "region"
    SEX = "sex"
    AGE = "age"
    TAG = "tag"


HERE = Text("未细分到下级", "at none of the places below")
UNKNOWN = "unknown"
UNKNOWN_WORDS = Text("不详", "unknown")

# From which age on, in years; each group ends where the next begins.
AGE_GROUPS: dict[str, tuple[int, Text]] = {
    "0-17": (0, Text("0–17 岁", "0 to 17")),
    "18-59": (18, Text("18–59 岁", "18 to 59")),
    "60-69": (60, Text("60–69 岁", "60 to 69")),
    "70-79": (70, Text("70–79 岁", "70 to 79")),
    "80-89": (80, Text("80–89 岁", "80 to 89")),
    "90+": (90, Text("90 岁及以上", "90 and older")),
}
