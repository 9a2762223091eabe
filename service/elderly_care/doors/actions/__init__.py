"""Reading where a door is, saying where it is, hanging codes there, leaving it behind, and forgetting it."""

from service.elderly_care.doors.actions.codes import give_device, give_sheet, print_sheet, take_device
from service.elderly_care.doors.actions.forgetting import forget_door, forget_former_secrets
from service.elderly_care.doors.actions.merging import one_door
from service.elderly_care.doors.actions.moving import leave_door_behind
from service.elderly_care.doors.actions.placing import place
from service.elderly_care.doors.actions.reading import read

__all__ = [
    "forget_door",
    "forget_former_secrets",
    "give_device",
    "give_sheet",
    "leave_door_behind",
    "one_door",
    "place",
    "print_sheet",
    "read",
    "take_device",
]
