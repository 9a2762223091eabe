"""What is on record about a person: how it is written, checked, and shown."""

from service.residents.people.rules.ethnicities import Ethnicity
from service.residents.people.rules.facts import (
    Education,
    IncomeSource,
    LivingSituation,
    MaritalStatus,
    MedicalPayment,
    Sex,
    SpokenLanguage,
    UiStyle,
)
from service.residents.people.rules.names_and_numbers import (
    LONGEST_NAME,
    Purpose,
    masked_id_number,
    masked_name,
    masked_phone,
    normal_id_number,
    normal_name,
    normal_phone,
)

__all__ = [
    "LONGEST_NAME",
    "Education",
    "Ethnicity",
    "IncomeSource",
    "LivingSituation",
    "MaritalStatus",
    "MedicalPayment",
    "Purpose",
    "Sex",
    "SpokenLanguage",
    "UiStyle",
    "masked_id_number",
    "masked_name",
    "masked_phone",
    "normal_id_number",
    "normal_name",
    "normal_phone",
]
