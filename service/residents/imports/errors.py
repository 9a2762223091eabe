"""How spreadsheets are refused as a whole; what is wrong with single rows is in `rules/outcomes.py`."""

from service.kit.errors import Conflict, TooLarge, Unprocessable, UnsupportedMediaType
from service.kit.texts import Text


class UnknownSheetType(UnsupportedMediaType):
    code = "unknown_sheet_type"
    title = Text("不支持的文件类型", "This type of file is not taken")
    detail = Text("请上传 xlsx 或 csv 文件。", "Please upload an xlsx or csv file.")


class OldWorkbook(UnsupportedMediaType):
    code = "old_workbook"
    title = Text("旧版 Excel 文件", "An old Excel file")
    detail = Text(
        "这是旧版 xls 文件，请用 Excel 或 WPS 打开，另存为 xlsx 后再上传。",
        "This is an old xls file. Open it in Excel or WPS, save it as xlsx and upload that.",
    )


class LockedWorkbook(UnsupportedMediaType):
    code = "locked_workbook"
    title = Text("文件有密码", "The file is locked by a password")
    detail = Text(
        "文件设有打开密码，请取消密码后另存再上传。", "Remove the password, save it and upload it again."
    )


class UnsafeWorkbook(Unprocessable):
    code = "unsafe_workbook"
    title = Text("文件不安全", "Not a safe file")
    detail = Text(
        "文件含有宏、外部引用或异常压缩的内容，请另存为普通 xlsx 或 csv 再上传。",
        "It has macros, outside references or content that unpacks beyond reason; save it as a plain xlsx or csv.",
    )


class BrokenSheet(Unprocessable):
    code = "broken_sheet"
    title = Text("文件无法读取", "The file can not be read")
    detail = Text(
        "文件已损坏或编码不明，请重新保存后上传。", "It is damaged, or its encoding is unknown; save it anew."
    )


class EmptySheet(Unprocessable):
    code = "empty_sheet"
    title = Text("文件没有内容", "Nothing in the file")
    detail = Text("第一张工作表中没有居民。", "There are no residents in the first sheet.")


class NoHeader(Unprocessable):
    code = "no_header"
    title = Text("找不到表头", "No row with column names")
    detail = Text(
        "前 {rows} 行中没有含“姓名”的表头，请加上表头再上传。",
        "None of the first {rows} rows names a column of names; add one and upload it again.",
    )


class TooManyRows(TooLarge):
    code = "too_many_rows"
    title = Text("行数过多", "Too many rows")
    detail = Text("一个文件最多 {most} 行，请分成几个文件。", "At most {most} rows a file; please split it.")


class TooManyColumns(TooLarge):
    code = "too_many_columns"
    title = Text("列数过多", "Too many columns")
    detail = Text("最多 {most} 列，请删去空列再上传。", "At most {most} columns; delete the empty ones.")


class SheetTooLarge(TooLarge):
    code = "sheet_too_large"
    title = Text("文件过大", "The file is too large")
    detail = Text("最大 {mebibytes} MiB，请分成几个文件。", "At most {mebibytes} MiB; please split it.")


class BadMapping(Unprocessable):
    code = "bad_mapping"
    title = Text("列的对应有误", "Columns do not fit")
    detail = Text(
        "每项内容只能对应一列，“姓名”必须有，列号如 A、B、AA。",
        "Each kind of content has one column, the name must have one; columns are A, B, AA, ….",
    )


class SheetUnderWay(Conflict):
    code = "sheet_under_way"
    title = Text("该文件正在导入", "This file is being imported")
    detail = Text(
        "同一文件的导入还没有结束，请等它完成或先取消。",
        "An import of the same file has not ended; wait for it or cancel it first.",
    )


class NotReady(Conflict):
    code = "not_ready"
    title = Text("还没有完成", "Not finished yet")
    detail = Text("请等后台处理结束。", "Please wait until the background work has ended.")


class ContentGone(Conflict):
    code = "content_gone"
    title = Text("内容已删除", "The content is gone")
    detail = Text(
        "表格内容到期已删除，请重新上传或导出。", "It was deleted in time; upload or export it again."
    )


class LinkOver(Conflict):
    code = "link_over"
    title = Text("链接已失效", "The link is over")
    detail = Text("请重新打开导出记录，获取新的链接。", "Read the export again for a new link.")
