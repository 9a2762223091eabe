"""Vitals: what can be measured at home, what is possible at all, and what is out of the range that is watched."""

from collections.abc import Mapping

from service.kit.texts import Worded


class Vital(Worded):
    """What is measured at a visit."""

    SYSTOLIC = "systolic", "收缩压", "systolic pressure"
    DIASTOLIC = "diastolic", "舒张压", "diastolic pressure"
    PULSE = "pulse", "脉搏", "pulse"
    TEMPERATURE = "temperature", "体温", "temperature"
    GLUCOSE = "glucose", "血糖", "blood glucose"
    SPO2 = "spo2", "血氧饱和度", "oxygen saturation"


# What a living person can have (mmHg, mmHg, per minute, °C, mmol/L, %): anything else is a slip of the finger.
POSSIBLE: Mapping[Vital, tuple[float, float]] = {
    Vital.SYSTOLIC: (40, 300),
    Vital.DIASTOLIC: (20, 200),
    Vital.PULSE: (20, 250),
    Vital.TEMPERATURE: (30, 45),
    Vital.GLUCOSE: (0.5, 60),
    Vital.SPO2: (30, 100),
}


def out_of_range(measured: Mapping[str, float], watched: Mapping[Vital, tuple[float, float]]) -> list[Vital]:
    """Which of the measured values lie outside the range that is watched."""
    return [
        vital
        for vital, (low, high) in watched.items()
        if vital.value in measured and not low <= measured[vital.value] <= high
    ]
