"""What is done with notices: written, reviewed, published, read and ended."""

from service.events.notices.actions.addressing import address_step, lead_step
from service.events.notices.actions.digesting import begin_digest, digest_step
from service.events.notices.actions.ending import expire_due, step_down_due, tell_readers, withdraw
from service.events.notices.actions.forgetting import forget_people_before
from service.events.notices.actions.publishing import (
    publish,
    publish_due,
    reviewers_of_what_waits,
    send_back,
    submit,
)
from service.events.notices.actions.reading import Reading, confirm, read
from service.events.notices.actions.showing import (
    Audience,
    ShownNotice,
    count_audience,
    read_file,
    read_list,
    read_one,
    read_receipts,
    read_texts,
    readable,
    shown,
    with_receipts,
)
from service.events.notices.actions.writing import change, write

__all__ = [
    "Audience",
    "Reading",
    "ShownNotice",
    "address_step",
    "begin_digest",
    "change",
    "confirm",
    "count_audience",
    "digest_step",
    "expire_due",
    "forget_people_before",
    "lead_step",
    "publish",
    "publish_due",
    "read",
    "read_file",
    "read_list",
    "read_one",
    "read_receipts",
    "read_texts",
    "readable",
    "reviewers_of_what_waits",
    "send_back",
    "shown",
    "step_down_due",
    "submit",
    "tell_readers",
    "with_receipts",
    "withdraw",
    "write",
]
