"""A mail server on this machine that speaks enough SMTP (RFC 5321), only after STARTTLS, and refuses when told to."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class SmtpStandIn(ThreadingTCPServer):
    """Keeps what it took; `replies` are what it says next to the command they are under, such as `RCPT`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.certificate = _certificate(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate)
        self.taken: list[tuple[str, bytes]] = []
        self.in_clear: list[str] = []
        self.replies: dict[str, str] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who has lost patience is gone, and that is no error."""


class _Handler(StreamRequestHandler):
    server: SmtpStandIn

    def handle(self) -> None:
        self.is_encrypted = False
        self.recipient = ""
        self._say("220 stand-in")
        try:
            with suppress(OSError):
                self._talk()
        finally:
            self.rfile.close()
            self.connection.close()

    def _talk(self) -> None:
        while line := self.rfile.readline().decode().strip():
            if not self._answer(line.partition(" ")[0].upper(), line):
                return

    def _answer(self, verb: str, line: str) -> bool:
        if not self.is_encrypted:
            self.server.in_clear.append(verb)
        if verb in self.server.replies:
            if self.server.replies[verb] == "drop":
                return False
            self._say(self.server.replies[verb])
            return True
        if verb == "EHLO":
            self._say("250-stand-in\r\n250-STARTTLS\r\n250 AUTH PLAIN")
        elif verb == "STARTTLS":
            self._say("220 go on")
            self._encrypt()
        elif verb == "AUTH":
            self._say("235 welcome")
        elif verb == "RCPT":
            self.recipient = line.partition("<")[2].rstrip(">").partition(">")[0]
            self._say("250 ok")
        elif verb == "DATA":
            self._say("354 go on")
            self._take()
        else:
            self._say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.taken.append((self.recipient, b"".join(lines)))
        self._say("250 taken")

    def _encrypt(self) -> None:
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile.close()
        self.rfile = self.connection.makefile("rb")
        self.is_encrypted = True

    def _say(self, reply: str) -> None:
        self.connection.sendall(f"{reply}\r\n".encode())


def _certificate(folder: Path) -> Path:
    """A certificate of this machine's own address, with its key, as one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "stand-in.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def smtp_stand_in(folder: Path) -> Iterator[SmtpStandIn]:
    with SmtpStandIn(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
