"""What the worker knows of the people: when they were born, whom to call for them, and their tags."""

from typing import Any, NamedTuple

from demonstration.stage import Client, Stage


class Known(NamedTuple):
    """What is noted of somebody; the tags of an age follow from the year of birth."""

    name: str
    sex: str
    born_on: str
    tags: tuple[str, ...] = ()
    details: dict[str, Any] | None = None
    contact: dict[str, str] | None = None


KNOWN = (
    Known(
        "王桂英",
        "female",
        "1941-05-12",
        ("lives_alone",),
        {
            "living_situation": ["alone"],
            "marital_status": "widowed",
            "language": "ningbo",
            "ui_style": "elder",
        },
        {"name": "王晓岚", "relation": "女儿", "phone": "13800010002"},
    ),
    Known("赵志强", "male", "1968-02-03", ("party_member", "volunteer")),
    Known("赵小雨", "female", "2015-09-01"),
    Known("钱爷爷", "male", "1938-11-20", ("empty_nest", "veteran")),
    Known("钱奶奶", "female", "1940-03-08", ("disabled",)),
    Known("孙国平", "male", "1950-07-01", ("volunteer",)),
    Known("李秀珍", "female", "1946-12-30", ("low_income",)),
    Known("罗强", "male", "1990-04-17", ("tenant",)),
    Known("罗小燕", "female", "1992-08-23", ("tenant",)),
    Known(
        "冯阿福",
        "male",
        "1935-01-19",
        ("lives_alone", "extreme_hardship"),
        {"living_situation": ["alone"], "education": "primary"},
        {"name": "王芳", "relation": "社工", "phone": "0574-86250000"},
    ),
    Known("陈阿香", "female", "1944-06-06", ("lives_alone",)),
    Known("胡老太", "female", "1932-10-10"),
)


def note_what_is_known(stage: Stage) -> None:
    """Let the worker write down what they know of everybody."""
    worker = stage.staff("worker")
    for known in KNOWN:
        [person] = worker.get("/residents", q=known.name)["items"]
        _note(worker, f"/residents/{person['id']}", known)


def _note(worker: Client, record: str, known: Known) -> None:
    noted: dict[str, Any] = {"sex": known.sex, "birth_on": known.born_on}
    if known.details:
        noted["details"] = known.details
    if known.contact:
        noted["emergency_contacts"] = [known.contact]
    worker.patch(record, **noted)
    for code in known.tags:
        worker.post(f"{record}/tags", code=code)
