"""Mail to staff."""

from service.kit.mail import Mail, MailRefused, MailServer, MailServerDown
from service.messaging.channels import Down, Outcome, Outgoing, Taken, Unreached


class EmailChannel:
    """The same message id each time, by which a mailbox knows a repeat."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def send(self, outgoing: Outgoing) -> Outcome:
        content = outgoing.content
        mail = Mail(outgoing.address, content["title"], content["body"], message_id=str(outgoing.id))
        try:
            self._server.send(mail)
        except MailServerDown as down:
            return Down(str(down))
        except MailRefused as refusal:
            return Unreached(refusal.reason)
        return Taken()
