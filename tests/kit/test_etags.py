"""Versions of single resources: told by GET, demanded by PATCH and DELETE; and whether an answer is known already."""

from uuid import UUID

import pytest

from tests.client import ApiClient
from tests.kit import probes


@pytest.fixture
def path(ada: ApiClient) -> str:
    return f"/probes/{ada.post('/probes', {'label': 'x'}).json['id']}"


def test_what_is_made_is_told_with_the_etag_that_it_is_read_with(ada: ApiClient) -> None:
    made = ada.post("/probes", {"label": "x"})

    assert made.headers["ETag"].startswith('"1.')
    assert ada.get(f"/probes/{made.json['id']}").headers["ETag"] == made.headers["ETag"]


@pytest.mark.parametrize("known", ["{}", "W/{}", "*", '"7", {}'])
def test_what_is_known_is_not_sent_again(ada: ApiClient, path: str, known: str) -> None:
    etag = ada.get(path).headers["ETag"]
    answer = ada.get(path, headers={"If-None-Match": known.format(etag)})

    assert answer.status_code == 304
    assert answer.get_data() == b""
    assert answer.headers["ETag"] == etag


def test_what_has_changed_is_sent(ada: ApiClient, path: str) -> None:
    etag = ada.get(path).headers["ETag"]
    ada.patch(path, {"label": "y"}, etag=etag)
    answer = ada.get(path, headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert answer.headers["ETag"].startswith('"2.')


def test_what_has_changed_beside_the_row_is_sent_and_holds_up_nobodys_change(
    ada: ApiClient, path: str
) -> None:
    """As places do, which others take while a worker has the activity before them."""
    etag = ada.get(path).headers["ETag"]
    probes.kept[UUID(path.rpartition("/")[2])].label = "told beside the row"

    answer = ada.get(path, headers={"If-None-Match": etag})

    assert (answer.status_code, answer.json["label"]) == (200, "told beside the row")
    assert answer.headers["ETag"] != etag
    assert ada.patch(path, {"label": "y"}, etag=etag).status_code == 200


def test_the_version_alone_is_none_of_the_answers_that_it_may_have(ada: ApiClient, path: str) -> None:
    assert ada.get(path, headers={"If-None-Match": '"1"'}).status_code == 200


def test_a_change_without_a_version_is_refused(ada: ApiClient, path: str) -> None:
    answer = ada.patch(path, {"label": "y"}, etag=None)

    assert answer.status_code == 428
    assert answer.json["code"] == "precondition_required"


def test_a_change_of_what_another_has_changed_is_refused(ada: ApiClient, ben: ApiClient, path: str) -> None:
    ben.patch(path, {"label": "y"}, etag='"1"')
    answer = ada.patch(path, {"label": "z"}, etag='"1"')

    assert answer.status_code == 412
    assert answer.json["code"] == "stale"
    assert ada.get(path).json["label"] == "y"


def test_one_of_several_known_versions_is_enough(ada: ApiClient, path: str) -> None:
    assert ada.patch(path, {"label": "y"}, etag='"7", "1"').status_code == 200


def test_a_weak_version_is_not_enough_for_a_change(ada: ApiClient, path: str) -> None:
    assert ada.patch(path, {"label": "y"}, etag='W/"1"').status_code == 412


def test_any_version_will_do_for_who_says_so(ada: ApiClient, path: str) -> None:
    assert ada.patch(path, {"label": "y"}, etag="*").status_code == 200


def test_a_route_that_forgets_to_compare_versions_does_not_pass(ada: ApiClient, path: str) -> None:
    assert ada.delete(path).status_code == 500


def test_a_list_has_no_version(ada: ApiClient) -> None:
    assert "ETag" not in ada.get("/probes").headers


def test_an_unknown_id_is_not_found(ada: ApiClient) -> None:
    assert ada.get(f"/probes/{probes.ADA.account_id}").status_code == 404
    assert ada.get("/probes/not-an-id").status_code == 404
