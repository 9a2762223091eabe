"""What merging says to people."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

MERGED = SpokenText(
    "residents.merged",
    title=Text("您的两份档案已合并", "Your two records are one now"),
    body=Text(
        "社区确认您有两份登记，已合并为一份，预约等都保留。如有不对，请联系社区。",
        "Your community found two records of you and made them one; nothing was lost. If that is wrong, tell it.",
    ),
)
MERGED_BY = SpokenText(
    "residents.merged_by",
    title=Text("两份居民档案已合并", "Two records were merged"),
    body=Text(
        "您所在地区的两份居民档案已合并为一份；如有错误，可以在期限内撤销。",
        "Two records of your place were made one; a mistake can be undone for some days.",
    ),
)
UNDONE = SpokenText(
    "residents.merge_undone",
    title=Text("档案合并已撤销", "A merge was undone"),
    body=Text("一次档案合并已撤销，两份档案都已恢复。", "A merge of two records was undone; both are back."),
)
