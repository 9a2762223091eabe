"""How the planner refuses."""

from service.kit.errors import Conflict
from service.kit.texts import Text


class ScheduleUnderWay(Conflict):
    code = "schedule_under_way"
    title = Text("正在为这几天排班", "These days are being planned")
    detail = Text(
        "该机构这几天的排班方案还在计算，请等待或先取消。",
        "A proposal for some of these days is still being made; wait for it or cancel it.",
    )


class ChangedMeanwhile(Conflict):
    code = "changed_meanwhile"
    title = Text("方案生成后情况有变", "Something has changed since it was proposed")
    detail = Text(
        "{what}。方案未采用，请重新排班；已变动的上门见方案的“stale”。",
        "{what}. Nothing was applied; plan anew. The proposal's `stale` names the visits that have changed.",
    )


VISITS_CHANGED = Text(
    "有 {count} 次上门在方案生成后已变动", "{count} visits have changed since this was proposed"
)
