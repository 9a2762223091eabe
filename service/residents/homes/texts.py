"""What is said about homes and households."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

HOUSEHOLDER_GONE = SpokenText(
    "residents.householder_gone",
    title=Text("有一户需要新户主", "A household needs a householder"),
    body=Text(
        "{address}的一户没有户主了，请与该户商定新户主并登记。",
        "A household at {address} has no householder any more; please agree with them who it is now.",
    ),
)
MOVED_TO_YOU = SpokenText(
    "residents.moved_to_you",
    title=Text("有居民迁入您的社区", "Somebody moves to your community"),
    body=Text(
        "区内一位居民已从原社区迁出，迁往您的社区，请登记住处。",
        "A resident has left another community of the district for yours; please note their home.",
    ),
)
MISTAKE_UNDONE = SpokenText(
    "residents.mistake_undone",
    title=Text("登记已更正", "Your record has been put right"),
    body=Text(
        "您的登记曾有误，现已更正，谨致歉意。其间停止的有：{ended}。如仍需要，请重新办理。",
        "There was a mistake in your record, which has been put right; we are sorry. Meanwhile this had ended:"
        " {ended}. Please arrange it again if you still need it.",
    ),
)
