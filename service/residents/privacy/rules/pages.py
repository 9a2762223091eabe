"""What a copy of somebody's data looks like: a zip of JSON for machines and one page for people."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

import orjson
from markupsafe import Markup

from service.kit.clock import local
from service.kit.texts import Text, Worded

Row = Mapping[str, Any]

_PAGE = Markup("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 18px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em auto; max-width: 60em; }}
table {{ border-collapse: collapse; width: 100%; margin-bottom: 2em; }}
th, td {{ border: 1px solid #666; padding: .3em .6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }}
th {{ background: #eee; }}
h2, thead {{ break-after: avoid; }}
tr {{ break-inside: avoid; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{about}</p>
{sections}
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of rows in a copy, with what people read above each value."""

    name: str
    title: Text
    rows: Sequence[Row]
    words: Mapping[str, Text]


def zipped(sections: Sequence[Section], made_at: datetime) -> bytes:
    """The whole copy: `data.json` with every value as it is kept, and `index.html` to read and print."""
    files = {"data.json": _json(sections, made_at), "index.html": page(sections, made_at).encode()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in files.items():
            copy.writestr(
                zipfile.ZipInfo(name, local(made_at).timetuple()[:6]), content, zipfile.ZIP_DEFLATED
            )
    return written.getvalue()


def page(sections: Sequence[Section], made_at: datetime) -> str:
    """All of it for people, in Chinese; whatever anybody typed is shown as text and never as markup."""
    about = f"{shown(made_at)} 由邻里平台按《个人信息保护法》第四十五条制作。电话、身份证号为完整内容，请妥善保管。"
    body = Markup("\n").join(_section(each) for each in sections)
    return str(_PAGE.format(title="个人信息副本", about=about, sections=body))


@singledispatch
def shown(value: Any) -> str:
    """A value as people read it."""
    return "—" if value is None or value == "" else str(value)


@shown.register
def _(value: bool) -> str:
    return "是" if value else "否"


@shown.register
def _(value: Worded) -> str:
    return value.words.zh


@shown.register
def _(value: Text) -> str:
    return value.zh


@shown.register
def _(value: datetime) -> str:
    return f"{local(value):%Y-%m-%d %H:%M}"


@shown.register(list)
@shown.register(tuple)
@shown.register(set)
@shown.register(frozenset)
def _(value: Iterable[Any]) -> str:
    return "、".join(shown(each) for each in value) or "—"


@shown.register(dict)
def _(value: Mapping[str, Any]) -> str:
    return "；".join(f"{key}：{shown(each)}" for key, each in value.items()) or "—"


def plain(value: Any) -> Any:
    """A value as JSON keeps it: moments on the district's clock, words in both languages."""
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return value


def _json(sections: Sequence[Section], made_at: datetime) -> bytes:
    whole = {"made_at": made_at, **{each.name: list(each.rows) for each in sections}}
    return orjson.dumps(plain(whole), option=orjson.OPT_INDENT_2)


def _section(section: Section) -> Markup:
    if not section.rows:
        return Markup("<h2>{}</h2>\n<p>没有内容。</p>").format(section.title.zh)
    names = list(dict.fromkeys(name for row in section.rows for name in row))
    if len(section.rows) == 1:
        table = Markup("\n").join(
            Markup("<tr><th>{}</th><td>{}</td></tr>").format(
                _word(section, name), shown(section.rows[0].get(name))
            )
            for name in names
        )
    else:
        heads = Markup("").join(Markup("<th>{}</th>").format(_word(section, name)) for name in names)
        lines = [
            Markup("<tr>{}</tr>").format(
                Markup("").join(Markup("<td>{}</td>").format(shown(row.get(name))) for name in names)
            )
            for row in section.rows
        ]
        table = Markup("<thead><tr>{}</tr></thead>\n{}").format(heads, Markup("\n").join(lines))
    return Markup("<h2>{}</h2>\n<table>\n{}\n</table>").format(section.title.zh, table)


def _word(section: Section, name: str) -> str:
    words = section.words.get(name)
    return words.zh if words else name
