"""Facts about visiting care that are acted on afterwards."""

from uuid import UUID

from service.kit.messages import message


@message
class WelfarePolicySet:
    """The district has laid down something else; everybody's visits follow."""

    number: int


@message
class VisitHastened:
    """After a major change a visit is due soon; who calls there is told."""

    visit_id: UUID
