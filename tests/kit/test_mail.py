"""Mail against a stand-in that speaks only after STARTTLS: what is taken, refused for good, and refused for now."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from config import Settings
from service.kit.mail import Mail, MailRefused, MailServerDown
from service.kit.mail.smtp import SmtpServer
from tests.kit.smtp_stand_in import SmtpStandIn, smtp_stand_in

MAIL = Mail("wang@example.gov.cn", "提醒\r\nBcc: all@example.cn", "明天有上门服务。", message_id="0190-mail")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpStandIn]:
    with smtp_stand_in(tmp_path) as server:
        # Who the machine trusts beside the authorities that it knows.
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


@pytest.fixture
def mail_server(settings: Settings, stand_in: SmtpStandIn) -> SmtpServer:
    url = f"smtp://linli:secret%40word@127.0.0.1:{stand_in.server_address[1]}"
    ours = replace(settings, email_smtp_url=url, email_from="linli@example.cn", email_timeout_seconds=0.5)
    return SmtpServer(ours)


def test_a_mail_arrives_encrypted_with_our_id_and_no_header_of_its_texts(
    stand_in: SmtpStandIn, mail_server: SmtpServer
) -> None:
    mail_server.send(MAIL)

    ((recipient, body),) = stand_in.taken
    read = message_from_bytes(body, policy=policy.default)
    assert recipient == "wang@example.gov.cn"
    assert read["Subject"] == "提醒 Bcc: all@example.cn"
    assert read["Bcc"] is None
    assert read["Message-ID"] == "<0190-mail@example.cn>"
    assert read.get_content().strip() == "明天有上门服务。"
    assert set(stand_in.in_clear) == {"EHLO", "STARTTLS"}


def test_a_mailbox_that_is_not_there_is_refused_for_good(
    stand_in: SmtpStandIn, mail_server: SmtpServer
) -> None:
    stand_in.replies = {"RCPT": "550 no such mailbox wang@example.gov.cn"}

    with pytest.raises(MailRefused, match="550") as refusal:
        mail_server.send(MAIL)
    assert "wang" not in str(refusal.value)


@pytest.mark.parametrize(
    "replies",
    [{"RCPT": "451 later"}, {"DATA": "421 busy"}, {"MAIL": "drop"}, {"STARTTLS": "454 no"}, {"EHLO": "drop"}],
)
def test_what_may_pass_is_tried_later(
    stand_in: SmtpStandIn, mail_server: SmtpServer, replies: dict[str, str]
) -> None:
    stand_in.replies = replies

    with pytest.raises(MailServerDown):
        mail_server.send(MAIL)
    assert stand_in.taken == []


def test_nothing_is_said_to_a_server_that_nobody_vouches_for(
    stand_in: SmtpStandIn, mail_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(MailServerDown, match="SSLCertVerificationError"):
        mail_server.send(MAIL)
    assert stand_in.taken == []


def test_when_nobody_listens_the_server_is_down(settings: Settings) -> None:
    ours = replace(settings, email_smtp_url="smtp://127.0.0.1:1", email_from="linli@example.cn")

    with pytest.raises(MailServerDown):
        SmtpServer(ours).send(MAIL)


def test_a_wrong_password_of_ours_is_no_refusal_of_the_mailbox(
    stand_in: SmtpStandIn, mail_server: SmtpServer
) -> None:
    stand_in.replies = {"AUTH": "535 wrong"}

    with pytest.raises(MailServerDown):
        mail_server.send(MAIL)
