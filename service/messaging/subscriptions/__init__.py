"""Which messages of WeChat a person has asked for: each “yes” to a template is one message that may be sent, a credit (订阅次数)."""
