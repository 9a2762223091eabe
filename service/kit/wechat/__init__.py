"""WeChat's server side for a mini-program: what it is asked with the application's token, and how it refuses."""


class WeChatDown(Exception):
    """WeChat gave no use of itself now; it may later, and may even have done what it was asked. `why` is harmless to log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class WeChatNotOffered(Exception):
    """This house has no mini-program."""
