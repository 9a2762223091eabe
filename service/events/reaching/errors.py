"""How reaching refuses."""

from service.kit.errors import Conflict
from service.kit.texts import Text


class ReachedThroughAdult(Conflict):
    code = "reached_through_adult"
    title = Text("请告知家中成年人", "Tell an adult of the household")
    detail = Text(
        "这一户有成年人，须由成年人知晓才算触达。",
        "There are adults in this household; it counts as reached when one of them knows.",
    )


class NobodyToReach(Conflict):
    code = "nobody_to_reach"
    title = Text("这条公告无需逐户触达", "Nobody is to be reached by hand")
    detail = Text(
        "只有要求确认的紧急公告才逐户触达。",
        "Only urgent notices that ask to be confirmed are taken to each household.",
    )
