"""How notices refuse."""

from service.kit.errors import Conflict, Forbidden, Unprocessable
from service.kit.texts import Text


class NeedsReview(Conflict):
    code = "needs_review"
    title = Text("需先送审", "It must be reviewed first")
    detail = Text(
        "按规定，这条公告须先送审，由另一人发布。",
        "By policy this notice is submitted first, and published by another person.",
    )


class ReviewedByAnother(Forbidden):
    code = "reviewed_by_another"
    title = Text("须由他人审核", "Another person must review it")
    detail = Text("写稿人和送审人不能自己发布这条公告。", "Who wrote or submitted it does not publish it.")


class FixedOncePublished(Conflict):
    code = "fixed_once_published"
    title = Text("发布后不能更改", "Fixed once published")
    detail = Text(
        "发布后只能更改标题、正文、附件、失效和置顶时间；其他内容请撤回后另发。",
        "After publishing only title, text, attachments, end and pin change; for others withdraw it and publish anew.",
    )


class NoSuchAudience(Unprocessable):
    code = "no_such_audience"
    title = Text("不能面向这个标签", "Not a tag to address people by")
    detail = Text(
        "没有这个在用的标签，或您在所选地区无权查看它。",
        "There is no such tag in use, or you may not see it in all places chosen.",
    )


class PublicToSome(Unprocessable):
    code = "public_to_some"
    title = Text("公开的公告面向所有人", "A public notice is for everybody")
    detail = Text("公开的公告不能再限定标签人群。", "What is public can not be kept to people with a tag.")


class ImpossibleTimes(Unprocessable):
    code = "impossible_times"
    title = Text("时间不对", "Impossible times")
    detail = Text(
        "失效须在现在和发布之后；置顶不得超过发布后 {days} 天。",
        "It ends after now and after it is published; it is pinned for at most {days} days.",
    )


class NothingToConfirm(Conflict):
    code = "nothing_to_confirm"
    title = Text("无需确认", "Nothing to confirm")
    detail = Text("这条公告不要求确认。", "This notice asks for no confirmation.")
