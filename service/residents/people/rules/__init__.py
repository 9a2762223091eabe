"""What is on record about a person: how it is written, checked, and shown."""

from service.residents.people.rules.days import check_birth_date, normal_day, years_before
from service.residents.people.rules.ethnicities import Ethnicity
from service.residents.people.rules.facts import (
    DETAILS,
    Education,
    IncomeSource,
    LivingSituation,
    MaritalStatus,
    MedicalPayment,
    Sex,
    SpokenLanguage,
    UiStyle,
    check_living_situation,
)
from service.residents.people.rules.masks import Purpose, masked_id_number, masked_name, masked_phone
from service.residents.people.rules.names import LONGEST_NAME, normal_name
from service.residents.people.rules.numbers import birth_date_in, normal_id_number, normal_phone, sex_in

__all__ = [
    "DETAILS",
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
    "birth_date_in",
    "check_birth_date",
    "check_living_situation",
    "masked_id_number",
    "masked_name",
    "masked_phone",
    "normal_day",
    "normal_id_number",
    "normal_name",
    "normal_phone",
    "sex_in",
    "years_before",
]
