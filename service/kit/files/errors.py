"""How an upload is refused."""

from service.kit.errors import TooLarge, TooManyRequests, Unprocessable, UnsupportedMediaType
from service.kit.texts import Text


class NoSuchFile(Unprocessable):
    code = "no_such_file"
    title = Text("没有这个文件", "There is no such file")
    detail = Text("请先上传，再引用它的编号。", "Upload it first, then refer to its id.")


class UnknownFileType(UnsupportedMediaType):
    code = "unknown_file_type"
    title = Text("不支持的文件类型", "This type of file is not taken")
    detail = Text(
        "只接受图片（JPEG、PNG、WebP、GIF）和 PDF。", "Only images (JPEG, PNG, WebP, GIF) and PDF are taken."
    )


class UploadTooLarge(TooLarge):
    code = "upload_too_large"
    title = Text("文件过大", "The file is too large")


class TooManyUploads(TooManyRequests):
    code = "too_many_uploads"
    title = Text("今天上传过多", "Too much uploaded in a day")
    detail = Text("24 小时内最多上传 {mebibytes} MiB。", "At most {mebibytes} MiB in 24 hours.")
