"""Public notices as feeds, read as a stranger reads them."""

from xml.etree import ElementTree

from tests.client import ApiClient
from tests.events.notices.conftest import WATER, Stage
from tests.factories import notices, regions

ATOM = "{http://www.w3.org/2005/Atom}"


def in_feeds(anyone: ApiClient, place: str = regions.COMMUNITY) -> list[str]:
    """The titles in both feeds, which say the same."""
    atom = anyone.get(f"/regions/{place}/notices.atom")
    told = anyone.get(f"/regions/{place}/notices.json")
    assert (atom.status_code, told.status_code) == (200, 200)
    titles = [each["title"] for each in told.json["items"]]
    entries = ElementTree.fromstring(atom.data).findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == titles
    return titles


def test_only_what_is_public_and_shown_now_is_in_the_feeds(stage: Stage, anyone: ApiClient) -> None:
    stage.published(title="内部")
    stage.draft(title="草稿", public=True)
    withdrawn = stage.published(title="撤回", public=True)
    stage.worker.post(f"/notices/{withdrawn}/withdraw", {"reason": "误"})
    stage.published(title="短", public=True, expires_at=stage.clock.today_at("09:01"))
    stage.published(title="公开", public=True)
    stage.later(minutes=1)
    stage.published(stage.far_worker, title="别处", public=True, region_codes=[regions.OTHER_COMMUNITY])
    stage.published(stage.district, title="全区", public=True, region_codes=[regions.DISTRICT])
    stage.published(stage.worker, title="网格", public=True, region_codes=[regions.GRID])

    assert in_feeds(anyone) == ["网格", "全区", "公开"]
    assert in_feeds(anyone, regions.OTHER_COMMUNITY) == ["全区", "别处"]
    assert anyone.get("/regions/999999/notices.atom").status_code == 404


def test_an_atom_feed_has_what_the_standard_asks_for(stage: Stage, anyone: ApiClient) -> None:
    notice_id = stage.published(public=True)
    answer = anyone.get(f"/regions/{regions.COMMUNITY}/notices.atom")
    feed = ElementTree.fromstring(answer.data)

    assert answer.mimetype == "application/atom+xml"
    assert feed.findtext(f"{ATOM}title") == "胜利路社区公告"
    for required in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{required}") is not None
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{notice_id}"
    assert entry.findtext(f"{ATOM}published") == "2026-03-02T01:00:00+00:00"
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.attrib["type"] == "html"
    assert "<strong>周三</strong>" in (content.text or "")


def test_a_json_feed_has_what_the_standard_asks_for(stage: Stage, anyone: ApiClient) -> None:
    notice_id = stage.published(public=True)
    answer = anyone.get(f"/regions/{regions.COMMUNITY}/notices.json")

    assert answer.mimetype == "application/feed+json"
    assert answer.json["version"] == "https://jsonfeed.org/version/1.1"
    assert answer.json["feed_url"].endswith(f"/regions/{regions.COMMUNITY}/notices.json")
    assert answer.json["items"][0] == {
        "id": f"urn:uuid:{notice_id}",
        "title": "周三停水",
        "content_html": "<p><strong>周三</strong> 8:00–17:00 停水，请提前储水。</p>",
        "summary": "周三 8:00–17:00 停水，请提前储水。",
        "date_published": "2026-03-02T01:00:00+00:00",
        "date_modified": "2026-03-02T01:00:00+00:00",
        "tags": ["utilities"],
    }


def test_nothing_that_somebody_writes_breaks_a_feed_for_all(stage: Stage, anyone: ApiClient) -> None:
    refused = [
        stage.worker.post("/notices", WATER | {"public": True, "title": f"停{character}水"})
        for character in ("\x01", "\x0b", "\x1f", "\uffff")
    ]
    stage.published(public=True, body="停水&#12;通知&#x202e;")

    assert [answer.status_code for answer in refused] == [422] * 4
    assert in_feeds(anyone) == ["周三停水"]
    feed = anyone.get(f"/regions/{regions.COMMUNITY}/notices.json").json
    assert feed["items"][0]["content_html"] == "<p>停水通知</p>"


def test_a_feed_is_not_sent_again_while_it_is_the_same(stage: Stage, anyone: ApiClient) -> None:
    path = f"/regions/{regions.COMMUNITY}/notices.atom"
    stage.published(public=True)
    first = anyone.get(path)
    again = anyone.get(path, headers={"If-None-Match": first.headers["ETag"]})
    stage.published(title="又一条", public=True)
    changed = anyone.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert "max-age" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


def test_no_feed_says_who_wrote_or_whom_it_addressed(stage: Stage, anyone: ApiClient) -> None:
    stage.published(public=True)

    for kind in ("atom", "json"):
        text = anyone.get(f"/regions/{regions.COMMUNITY}/notices.{kind}").get_data(as_text=True)
        assert "王芳" not in text
        assert "陈阿婆" not in text


def test_a_feed_says_when_the_newest_of_it_changed(stage: Stage, anyone: ApiClient) -> None:
    path = f"/regions/{regions.COMMUNITY}/notices.atom"
    stage.published(public=True)
    stage.later(minutes=5)
    stage.published(title="又一条", public=True)

    feed = ElementTree.fromstring(anyone.get(path).data)

    assert feed.findtext(f"{ATOM}updated") == "2026-03-02T01:05:00+00:00"


def test_a_feed_ends_with_its_fiftieth_entry(stage: Stage, anyone: ApiClient) -> None:
    with stage.work() as work:
        for number in range(51):
            notices.notice(work, title=f"第{number}条", is_public=True)

    titles = in_feeds(anyone)

    assert (len(titles), "第0条" in titles, titles[0]) == (50, False, "第50条")
