"""Facts about places that other domains act on."""

from service.kit.messages import message


@message
class RegionRenamed:
    """A place has another name from today on; what is written with its name is to be written anew."""

    code: str
