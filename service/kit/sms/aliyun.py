"""Alibaba Cloud as SMS gateway: `SendSms` of the API version 2017-05-25."""

import json

from config import Settings
from service.kit.aliyun import Account, AliyunApi, AliyunDown, refusal_in
from service.kit.clock import Clock
from service.kit.randomness import Randomness
from service.kit.sms import Sms, SmsGatewayDown, SmsRefused

_VERSION = "2017-05-25"


class AliyunSms:
    """Asks Alibaba Cloud to send; the telephone and what it reads stand in no log line."""

    def __init__(self, settings: Settings, clock: Clock, randomness: Randomness) -> None:
        self._signed_by = settings.sms_sign_name
        self._templates = dict(each.split(":", 1) for each in settings.sms_templates)
        account = Account(
            settings.sms_base_url,
            settings.sms_access_key_id,
            settings.sms_access_key_secret,
            settings.sms_timeout_seconds,
        )
        self._api = AliyunApi(account, _VERSION, clock, randomness)

    def send(self, sms: Sms) -> None:
        template = self._templates.get(sms.template)
        if template is None:
            raise SmsRefused("no_such_template")
        asked = {
            "OutId": sms.out_id,
            "PhoneNumbers": sms.phone.removeprefix("+86"),
            "SignName": self._signed_by,
            "TemplateCode": template,
            "TemplateParam": json.dumps(dict(sms.values), ensure_ascii=False),
        }
        try:
            refusal = refusal_in(self._api.ask("SendSms", asked))
        except AliyunDown as down:
            raise SmsGatewayDown(str(down)) from None
        if refusal is not None:
            raise SmsRefused(refusal)

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()
