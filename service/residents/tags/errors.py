"""How tags are refused."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class TagOnList(Conflict):
    code = "tag_on_list"
    title = Text("标签编码已使用", "There is a tag with this code")
    detail = Text("请换一个编码，或修改已有的标签。", "Choose another code, or change the tag that has it.")


class TagSpansOverlap(Conflict):
    code = "tag_spans_overlap"
    title = Text("此人已有该标签", "The person has this tag then")
    detail = Text(
        "同一标签的时间不能重叠，请先结束已有的标签。",
        "Spans of one tag may not overlap; end the one that stands first.",
    )


class NoSuchTag(Unprocessable):
    code = "no_such_tag"
    title = Text("没有这个标签", "No such tag")
    detail = Text("标签目录中没有这个编码。", "The list of tags has no such code.")


class TagIsComputed(Unprocessable):
    code = "tag_is_computed"
    title = Text("该标签由系统计算", "This tag is computed")
    detail = Text(
        "年龄类标签按出生日期自动得出，不能手工设置。",
        "It follows from the birth date and is never set by hand.",
    )


class TagIsRetired(Conflict):
    code = "tag_is_retired"
    title = Text("该标签已停用", "This tag is retired")
    detail = Text("停用的标签不再用于新的登记。", "A retired tag is not given to anybody any more.")


class TagNeedsEnd(Unprocessable):
    code = "tag_needs_end"
    title = Text("请填写截止日期", "A last day is needed")
    detail = Text("该标签只在一段时间内有效。", "This tag holds for a limited time only.")


class ImpossibleTagSpan(Unprocessable):
    code = "impossible_tag_span"
    title = Text("日期不可能", "Not a possible day")
    detail = Text(
        "开始日期不早于出生、不晚于今天，截止日期不早于开始日期，复核日期晚于开始日期。",
        "It begins after birth and not after today, ends no earlier than it begins, and is reviewed after that.",
    )


class TagHasEnded(Conflict):
    code = "tag_has_ended"
    title = Text("该标签已结束", "This tag has ended")
    detail = Text("已结束的标签只作为历史保留。", "What has ended is kept as history only.")


class TagListContradicts(Unprocessable):
    code = "tag_list_contradicts"
    title = Text("标签设置自相矛盾", "A tag that contradicts itself")
    detail = Text(
        "年龄类标签要有年龄范围、不由人设置；其他标签要说明由谁设置、没有年龄范围。",
        "A tag of the kind `age` has ages and nobody sets it; any other has no ages and says who sets it.",
    )
