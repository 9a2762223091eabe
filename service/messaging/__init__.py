"""The inbox through which the service speaks to people.

An inbox message (消息) is one text told to one account, on a matter of their own or of a resident for whom they
are proxy. A channel (渠道) is a way a message takes; the inbox is the one that always holds.
"""
