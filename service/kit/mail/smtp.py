"""Mail by SMTP (RFC 5321), always encrypted: TLS from the first byte (`smtps`), or STARTTLS before anything is said."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from config import Settings
from service.kit.mail import Mail, MailRefused, MailServerDown

if TYPE_CHECKING:
    import smtplib
    from email.message import EmailMessage

_PERMANENT = 500
_PORTS = {"smtps": 465, "smtp": 587}


class SmtpServer:
    """Speaks to one server, a connection for each mail; what it says is repeated nowhere, since it names people."""

    def __init__(self, settings: Settings) -> None:
        self._from = settings.email_from
        self._timeout = settings.email_timeout_seconds
        parts = urlsplit(settings.email_smtp_url)
        self._is_tls = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or _PORTS[parts.scheme]
        self._login = (unquote(parts.username or ""), unquote(parts.password or ""))

    def send(self, mail: Mail) -> None:
        # A web worker that never sends mail shall not carry what sending it needs.
        import smtplib  # noqa: PLC0415

        try:
            with self._connected() as server:
                server.send_message(self._written(mail), self._from, [mail.address])
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _verdict(next(iter(refusal.recipients.values()))[0]) from None
        except smtplib.SMTPDataError as refusal:
            raise _verdict(refusal.smtp_code) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # Of what is not about this mail, its address or its text, all others' would fail too.
            raise MailServerDown(type(error).__name__) from None

    @contextmanager
    def _connected(self) -> "Iterator[smtplib.SMTP]":
        import smtplib  # noqa: PLC0415
        import ssl  # noqa: PLC0415

        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(self._host, self._port, timeout=self._timeout, context=context)
            if self._is_tls
            else smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        )
        try:
            if not self._is_tls:
                server.starttls(context=context)
            if self._login[0]:
                server.login(*self._login)
            yield server
            # What was taken is taken, however they part.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _written(self, mail: Mail) -> "EmailMessage":
        from email.message import EmailMessage  # noqa: PLC0415
        from email.utils import formatdate  # noqa: PLC0415

        written = EmailMessage()
        written["From"], written["To"] = self._from, mail.address
        # A new line would begin another header.
        written["Subject"] = " ".join(mail.subject.split())
        written["Message-ID"] = f"<{mail.message_id}@{self._from.rpartition('@')[2]}>"
        written["Date"] = formatdate()
        written["Auto-Submitted"] = "auto-generated"
        written.set_content(mail.body)
        return written


def _verdict(code: int) -> Exception:
    """A code of 5xx is for good, any other for now (RFC 5321, 4.2.1)."""
    return MailRefused(str(code)) if code >= _PERMANENT else MailServerDown(str(code))
