"""What is said to workers about their day."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

WAITING = SpokenText(
    "home.waiting",
    title=Text("今日待办", "What waits today"),
    body=Text(
        "待审核：公告 {notices} 条，居民发布的内容 {contents} 条。",
        "To review: {notices} notices, {contents} texts by residents.",
    ),
)
