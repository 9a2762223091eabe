"""Settings of how people are told: through which channels, when, and how often a gateway is tried."""

from dataclasses import dataclass

from config.care import CareSettings
from config.declaring import SPAN, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagingSettings(CareSettings):
    """What is policy in messaging, and how its gateways are reached."""

    wechat_templates: list[str] = setting(
        (),
        "WeChat's subscribe messages, `name:template id`, comma-separated; then `:thing4+time2` for fields that are other"
        " ones than ours, and `:long` for a long-term template. `message` is the general one: thing1, thing2, time3; `alarm` has"
        " thing1, thing2, thing3, `digest` thing1, thing2.",
    )
    wechat_page: str = setting(
        "pages/inbox/index", "The mini-program's page that a message of WeChat opens, with `?id=`."
    )
    voice_access_key_id: str = setting(
        "", "The voice gateway's AccessKey (Alibaba Cloud); empty: no automatic calls."
    )
    voice_access_key_secret: str = setting("", "The voice gateway's AccessKey secret.")
    voice_show_number: str = setting("", "The number that calls (bought at the voice gateway).")
    voice_templates: list[str] = setting(
        (),
        "Approved speech templates, `name:TTS code:TTS code of the thanks`, comma-separated; who has heard it presses 1.",
    )
    voice_report_token: str = setting(
        "", "The secret in the address to which the voice gateway reports calls; empty: it is not believed."
    )
    voice_base_url: str = setting("https://dyvmsapi.aliyuncs.com", "Where the voice gateway answers.")
    voice_timeout_seconds: float = setting(
        5.0, "How long one call to the voice gateway may take.", at_least=0.001
    )
    email_smtp_url: str = setting(
        "",
        "The mail server, smtps://user:password@host:465, or smtp://… with STARTTLS; empty: no mail.",
        scheme=("smtp", "smtps"),
    )
    email_from: str = setting("", "From which address mail comes.")
    email_timeout_seconds: float = setting(
        10.0, "How long one step of sending a mail may take.", at_least=0.001
    )
    quiet_from: str = setting(
        "22:00", "From when no telephone rings or lights up unless it is urgent.", is_clock_time=True
    )
    quiet_until: str = setting("07:00", "Until when.", is_clock_time=True)
    sending_hours: int = setting(
        24, "How long a message is tried by a channel before it is given up.", at_least=1, at_most=720
    )
    sending_days: int = setting(
        184, "How long it is kept what was sent by which channel (Cybersecurity Law Art. 21).", **SPAN
    )
    sending_threads: int = setting(
        8, "How many messages of one channel are on their way at a time, in each job process.", at_least=1
    )
    limit_wechat_sends: str = setting("6000 per minute", "Messages by WeChat.", is_rate=True)
    limit_sms_sends: str = setting("600 per minute", "Messages by SMS, codes apart.", is_rate=True)
    limit_voice_sends: str = setting("60 per minute", "Automatic calls.", is_rate=True)
    limit_email_sends: str = setting("300 per minute", "Mails.", is_rate=True)
    content_check_machine_minutes: int = setting(
        60,
        "How long the machine is asked about a text before a worker is; WeChat forgets who was here after two hours.",
        at_least=1,
        at_most=110,
    )
    content_check_days: int = setting(
        184, "How long it is kept what residents' texts were checked for (Cybersecurity Law Art. 21).", **SPAN
    )
