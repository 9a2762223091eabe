"""Facts about requests that other rooms act on."""

from uuid import UUID

from service.kit.messages import message


@message
class RequestSubmitted:
    """Somebody asks for care."""

    request_id: UUID


@message
class RequestMoved:
    """A request stands somewhere else now; whom it concerns is told."""

    request_id: UUID
    status: str


@message
class RequestPlaceChanged:
    """A request has followed its elder to another place of the district; what hangs on it follows."""

    request_id: UUID


@message
class RequestOver:
    """A request ended before it was served: withdrawn, or its elder is gone."""

    request_id: UUID
