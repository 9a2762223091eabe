"""HTTP: the API document, and blueprints whose views get a unit of work first.

A route says in one line each what it switches on: `@blueprint.post("…")` gives it the unit of work, the
transaction, idempotency, ETags and the audit entry; `@blueprint.fails(…)` documents how it refuses.
"""

from collections.abc import Callable
from functools import cache, partial, wraps
from threading import Lock
from typing import Any

import flask_smorest
import marshmallow
import orjson
from flask import Flask, Response, current_app
from webargs.flaskparser import FlaskParser

from service.kit import openapi
from service.kit.errors import BadRequest, DomainError
from service.kit.fields import Boolean, PageArgumentsSchema, Schema, page_of
from service.kit.links import add_links
from service.kit.operations import Operation, Traits, note_result

BASE = "/api/v1"
View = Callable[..., Any]
Decorator = Callable[[View], View]


class Api(flask_smorest.Api):
    """The API, below one base, described by one OpenAPI 3.1 document."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = openapi.ProblemSchema
    spec: Any
    _document: bytes | None = None

    def __init__(self, app: Flask) -> None:
        self._descriptions: list[Callable[[], None]] = []
        self._writing = Lock()
        super().__init__(app)

    def register_blueprint(self, blueprint: "Blueprint", **options: Any) -> None:
        options.setdefault("url_prefix", BASE + (blueprint.url_prefix or ""))
        super().register_blueprint(blueprint, **options)

    def _openapi_json(self) -> Response:
        return current_app.response_class(self.document(), mimetype="application/json")

    def document(self) -> bytes:
        """The document, with links from what makes a thing to what goes on with it; made once, for anybody may ask.

        Of the spec only its text is kept: it is some megabytes of dictionaries.
        """
        with self._writing:
            return self._document or self.take(self._written())

    def take(self, document: bytes) -> bytes:
        """Serve the document that another process has made of the same routes."""
        self._document = document
        self._descriptions.clear()
        self.spec = None
        return document

    def describe_when_asked(self, describe: Callable[[], None]) -> None:
        """Put off what writes into the spec until somebody asks: most processes are never asked."""
        self._descriptions.append(describe)

    def _written(self) -> bytes:
        for describe in self._descriptions:
            describe()
        return orjson.dumps(add_links(self.spec.to_dict()))

    def _register_error_handlers(self) -> None:
        """Refusals are told by `problems`, alike inside and outside the API."""


def api_of(app: Flask) -> Api:
    """The app's API."""
    [found] = app.extensions["flask-smorest"]["apis"].values()
    api: Api = found["ext_obj"]
    return api


class Parser(FlaskParser):
    """Arguments of a request; unknown ones are refused everywhere."""

    DEFAULT_UNKNOWN_BY_LOCATION = dict.fromkeys(("query", "json", "form", "files"), marshmallow.RAISE)

    def _raw_load_json(self, req: Any) -> Any:
        """The body by orjson, which refuses what is not quite JSON (NaN, lone surrogates); raises BadRequest."""
        body = req.get_data() if req.is_json else b""
        if not body:
            return marshmallow.missing
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            # Of bytes that are not UTF-8 orjson's error has no document, which webargs takes for no body at all.
            raise BadRequest from error


@cache
def _made_once(schema: type[marshmallow.Schema]) -> marshmallow.Schema:
    """One instance of a schema for all routes that answer by it: dumping changes nothing in it."""
    return schema()


class Blueprint(flask_smorest.Blueprint):
    """A domain's routes. A view's first argument is its unit of work."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, *, url_prefix: str, description: str) -> None:
        super().__init__(name, "service", url_prefix=url_prefix, description=description)
        self._prepare_doc_cbks.append(openapi.document_operation)

    def get(self, path: str = "", *, public: bool = False, audited: bool = False, **more: bool) -> Decorator:
        """`public` needs no login; `audited` reads leave an entry in the audit trail; `more` are Traits."""
        return self._verb(path, Traits("GET", public=public, audited=audited, idempotent=False, **more))

    def post(
        self,
        path: str = "",
        *,
        public: bool = False,
        audited: bool = True,
        idempotent: bool = True,
        **more: bool,
    ) -> Decorator:
        """Idempotency keys hold for every POST but public ones and those that say otherwise.

        What is `kept_nowhere` is told once, as a token is: no browser and nothing on the way may store it.
        """
        keyed = idempotent and not public
        return self._verb(path, Traits("POST", public=public, audited=audited, idempotent=keyed, **more))

    def patch(self, path: str = "") -> Decorator:
        return self._verb(path, Traits("PATCH", needs_if_match=True))

    def delete(self, path: str = "") -> Decorator:
        return self._verb(path, Traits("DELETE", needs_if_match=True))

    def put(self, path: str = "") -> Decorator:
        return self._verb(path, Traits("PUT"))

    def register_views_in_doc(self, api: Api, *of_the_app: Any, **options: Any) -> None:
        api.describe_when_asked(partial(super().register_views_in_doc, api, *of_the_app, **options))

    def arguments(self, schema: Any, **options: Any) -> Decorator:
        """Read arguments by a schema that is made once, not for each request."""
        made_once = schema() if isinstance(schema, type) else schema
        for field in made_once.fields.values():
            if isinstance(field, Boolean):
                field.in_query = options.get("location") == "query"
        parsed: Decorator = super().arguments(made_once, **options)
        return parsed

    def response(self, status_code: int, schema: Any = None, **options: Any) -> Decorator:
        """Document and dump what the view returns, after the database has accepted it."""
        answer = _made_once(schema) if isinstance(schema, type) else schema
        document = super().response(status_code, answer, **options)

        def decorate(view: View) -> View:
            @wraps(view)
            def flushed(*arguments: Any, **values: Any) -> Any:
                result = view(*arguments, **values)
                note_result(arguments[0], result)
                return result

            documented: View = document(flushed)
            return documented

        return decorate

    def paged(self, item: type[Schema], arguments: type[Schema] = PageArgumentsSchema) -> Decorator:
        """A list: `arguments` from the query string, a `kit.pages.Page` of `item` as answer."""

        def decorate(view: View) -> View:
            answered = self.response(200, page_of(item))(view)
            parsed: View = self.arguments(arguments, location="query")(answered)
            return parsed

        return decorate

    def fails(self, *errors: type[DomainError]) -> Decorator:
        """Document how an operation refuses, beyond what every operation of its kind may answer."""

        def decorate(view: View) -> View:
            return openapi.with_refusals(view, errors)

        return decorate

    def _verb(self, path: str, traits: Traits) -> Decorator:
        def register(view: View) -> View:
            documented = openapi.with_traits(
                view, traits, has_path_values="<" in path + (self.url_prefix or "")
            )
            operation = Operation(documented, documented.__name__, traits)

            @wraps(documented)
            def endpoint(**path_values: Any) -> Any:
                return operation(path_values)

            self.route(path, methods=[traits.method])(endpoint)
            return endpoint

        return register
