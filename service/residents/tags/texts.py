"""What is said about tags."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

TO_REVIEW = SpokenText(
    "residents.tags_to_review",
    title=Text("有居民标签需要复核", "Tags of residents are to be looked at again"),
    body=Text(
        "您的社区有 {count} 项居民标签到了复核日期，请核实是否仍然成立，再确认或结束。",
        "In your community {count} tags have come to the day of their review: see whether they still hold, then"
        " confirm or end them.",
    ),
)
