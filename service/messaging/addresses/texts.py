"""What is written to an address that is to be proved."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

CODE = SpokenText(
    "messaging.email_code",
    title=Text("邻里：邮箱验证码", "Linli: your code"),
    body=Text(
        "您的验证码是 {code}，{minutes} 分钟内有效。如果不是您本人操作，请忽略这封邮件。",
        "Your code is {code}, good for {minutes} minutes. If you did not ask for it, ignore this mail.",
    ),
    urgent=True,
)
