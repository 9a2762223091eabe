"""Public notices as Atom (RFC 4287) and as JSON Feed (jsonfeed.org, 1.1)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson

from service.events.notices.queries.public import PublicNotice

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
_NAMESPACE = "http://www.w3.org/2005/Atom"
# A feed without entries must say all the same since when it is as it is.
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def atom(notices: Sequence[PublicNotice], *, title: str, address: str, region_code: str) -> bytes:
    """The notices as an Atom feed; ids never change, and an entry's `updated` says when its text did."""
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "zh-CN"})
    SubElement(feed, "id").text = f"urn:linli:notices:{region_code}"
    SubElement(feed, "title").text = title
    SubElement(feed, "updated").text = changed_at(notices).isoformat()
    SubElement(feed, "link", {"rel": "self", "type": ATOM, "href": address})
    SubElement(SubElement(feed, "author"), "name").text = title
    for each in notices:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = each.id.urn
        SubElement(entry, "title").text = each.title
        SubElement(entry, "published").text = each.published_at.isoformat()
        SubElement(entry, "updated").text = each.updated_at.isoformat()
        SubElement(entry, "category", {"term": each.category})
        SubElement(entry, "summary").text = each.summary
        SubElement(entry, "content", {"type": "html"}).text = each.body_html
    body: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def json_feed(notices: Sequence[PublicNotice], *, title: str, address: str) -> bytes:
    """The notices as a JSON Feed."""
    items: list[dict[str, Any]] = [
        {
            "id": each.id.urn,
            "title": each.title,
            "content_html": each.body_html,
            "summary": each.summary,
            "date_published": each.published_at.isoformat(),
            "date_modified": each.updated_at.isoformat(),
            "tags": [each.category],
        }
        for each in notices
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "feed_url": address,
        "language": "zh-CN",
        "items": items,
    }
    return orjson.dumps(feed)


def changed_at(notices: Sequence[PublicNotice]) -> datetime:
    """When the newest change of any of them was."""
    return max((each.updated_at for each in notices), default=_BEGINNING)
