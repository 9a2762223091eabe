"""One route at run time: what surrounds its view on each request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, request

from service.kit import audit, idempotency
from service.kit.actor import ANYONE, Actor, ActorKind
from service.kit.edge import run_in_work
from service.kit.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    PreconditionRequired,
    TooLarge,
    Unauthenticated,
    UnsupportedMediaType,
)
from service.kit.etags import etag_of
from service.kit.house import house_of
from service.kit.pages import Page
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_UNKNOWN_PARAMETER = Text("没有这个查询参数。", "There is no such query parameter.")
_UNKNOWN_FIELD = Text("没有这一项。", "There is no such field.")
_NOT_MODIFIED = 304
_NUL = "\x00"
_FORM_AROUND_A_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Traits:
    """What a route switches on."""

    method: str
    public: bool = False
    audited: bool = True
    idempotent: bool = False
    needs_if_match: bool = False
    even_if_held_back: bool = False
    kept_nowhere: bool = False


class Unfinished(Response):
    """An answer whose body lies elsewhere: it is had once the transaction is over, which must not wait for others."""

    def __init__(self, fetch: Callable[[], bytes], **more: Any) -> None:
        super().__init__(**more)
        self._fetch = fetch

    def finish(self) -> None:
        """Get the body, unless the client has it already."""
        if self.status_code != _NOT_MODIFIED:
            self.set_data(self._fetch())


class Operation:
    """A view with its transaction, actor, preconditions, idempotency and audit entry."""

    def __init__(self, view: Callable[..., Any], name: str, traits: Traits) -> None:
        self.view = view
        self.name = name
        self.traits = traits
        arguments = getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", [])
        locations = {argument["in"] for argument in arguments}
        self.takes_query = "query" in locations
        self.takes_json = "json" in locations
        self.takes_files = "files" in locations

    def __call__(self, path_values: dict[str, Any]) -> Response:
        self._check_request()
        self._receive()
        try:
            response = run_in_work(
                house_of(),
                lambda work: self._answer(work, path_values),
                ANYONE,
                if_match=request.headers.get("If-Match"),
                **request_facts(),
            )
        except Forbidden as refusal:
            self._record_refusal(refusal, path_values)
            raise
        if isinstance(response, Unfinished):
            response.finish()
        if self.traits.kept_nowhere:
            response.headers["Cache-Control"] = "no-store"
        return response

    def _check_request(self) -> None:
        if not self.takes_query and request.args:
            raise InvalidInput(dict.fromkeys(request.args, _UNKNOWN_PARAMETER))
        if self.traits.needs_if_match and "If-Match" not in request.headers:
            raise PreconditionRequired
        if self.takes_files:
            request.max_content_length = house_of().settings.max_upload_bytes + _FORM_AROUND_A_FILE
            if request.files and request.form:
                raise InvalidInput(dict.fromkeys(request.form, _UNKNOWN_FIELD))
        if self.takes_json and request.content_length and not request.is_json:
            raise UnsupportedMediaType

    def _receive(self) -> None:
        """Have the whole body before a connection is taken, so that a slow sender holds none; from strangers nothing."""
        if not self.traits.public and g.claims is None:
            raise Unauthenticated
        if self.takes_files:
            _ = request.files
        elif self.takes_json:
            body = request.get_data()
            # Of a body that does not tell its length, what lies beyond the limit is cut off.
            if request.content_length is None and len(body) == request.max_content_length:
                raise TooLarge

    def _answer(self, work: UnitOfWork, path_values: dict[str, Any]) -> Response:
        g.pop("made", None)
        key = idempotency.key_of(request) if self.traits.idempotent else None
        looked = idempotency.look(work, UUID(g.claims["sub"]), key) if key else None
        if not self.traits.public:
            work.actor = authenticated(work, even_if_held_back=self.traits.even_if_held_back)
        if key is None or looked is None:
            return self._view(work, path_values)
        return idempotency.once(work, key, looked, lambda: self._view(work, path_values))

    def _view(self, work: UnitOfWork, path_values: dict[str, Any]) -> Response:
        if any(_NUL in str(value) for value in path_values.values()):
            raise NotFound
        response = current_app.make_response(self.view(work, **path_values))
        if self.traits.needs_if_match and not work.version_checked:
            raise RuntimeError(f"{self.name} changes something without work.expect(row)")
        if self.traits.audited:
            audit.record(work, self.name, subject=_subject(path_values) or g.get("made"))
        return _with_etag(response, self.traits.method)

    def _record_refusal(self, refusal: Forbidden, path_values: dict[str, Any]) -> None:
        facts = {"subject": _subject(path_values), "succeeded": False, "refusal": refusal.code}
        actor = Actor(ActorKind.ANYONE, account_id=g.get("account_id"))
        run_in_work(house_of(), lambda work: audit.record(work, self.name, **facts), actor, **request_facts())


def _subject(path_values: dict[str, Any]) -> Any:
    """What a request is about: what its path names first."""
    return next(iter(path_values.values()), None)


def request_facts() -> dict[str, str]:
    """What a unit of work knows of the request it serves."""
    return {"request_id": g.request_id, "address": request.remote_addr or ""}


def note_result(work: UnitOfWork, result: Any) -> None:
    """Let the database refuse now, and remember what the result is called and which version it has."""
    work.session.flush()
    if isinstance(result, Page):
        g.is_page = True
        return
    g.made = getattr(result, "id", None)
    g.version = getattr(result, "version", None)


def authenticated(work: UnitOfWork, *, even_if_held_back: bool = False) -> Actor:
    """Who sends the access token of this request; raises Unauthenticated, or what holds the actor back."""
    claims = g.get("claims")
    if claims is None:
        raise Unauthenticated
    actor = work.house.find_actor(work, claims)
    g.account_id = actor.account_id
    if actor.held_back and not even_if_held_back:
        raise actor.held_back
    return actor


def _with_etag(response: Response, method: str) -> Response:
    """Mark a single resource with its version and the digest of what is told of it; 304 when just this is known."""
    etag, version = g.pop("etag", None), g.pop("version", None)
    if g.pop("is_page", False) or response.status_code >= 300 or response.direct_passthrough:
        return response
    if etag is None and (method == "GET" or version is not None):
        etag = etag_of(response.get_data(), version)
    if etag is None:
        return response
    response.headers["ETag"] = etag
    if method == "GET" and request.if_none_match.contains_weak(etag.strip('"')):
        response.status_code = _NOT_MODIFIED
        response.set_data(b"")
        response.headers.pop("Content-Type", None)
    return response
