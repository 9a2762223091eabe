"""Facts about imports that others act on."""

from uuid import UUID

from service.kit.messages import message


@message
class PeopleImported:
    """Some hundred people of a list have come on record, verified."""

    resident_ids: list[UUID]
