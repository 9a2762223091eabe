"""The inbox through which the service speaks to people, and the channels by which it reaches them.

An inbox message (消息) is one text told to one account, on a matter of their own or of a resident for whom they
are proxy. A channel (渠道) is a way a message takes; the inbox is the one that always holds. A sending (发送) is one
message on its way by one channel; a credit (订阅次数) is one message that WeChat will take for a person.
"""
