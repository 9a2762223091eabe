"""Visiting care: its policy, what is settled for elders, visits and tries; and the tag of those who were left behind."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from service.kit.randomness import new_id

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

# Weekly, monthly and quarterly (handbook §3.8); the days are the longest that a week, month or quarter has.
_RHYTHMS = {
    "high": {"every_days": 7, "each": "week", "change_hours": 24},
    "key": {"every_days": 31, "each": "month", "change_hours": None},
    "general": {"every_days": 92, "each": "quarter", "change_hours": None},
}
# Grade, tags that somebody has all of, level from which on: 独居、空巢、留守、失能、重残、计生特殊家庭.
_RULES: tuple[tuple[str, tuple[str, ...], int | None], ...] = (
    ("high", (), 3),
    ("high", ("aged_60", "lives_alone"), 2),
    ("high", ("aged_80", "lives_alone"), None),
    ("key", (), 2),
    ("key", ("aged_60", "lives_alone"), None),
    ("key", ("aged_80", "empty_nest"), None),
    ("key", ("aged_60", "left_behind"), None),
    ("key", ("aged_60", "disabled"), None),
    ("key", ("aged_60", "lost_only_child"), None),
    ("key", ("aged_60", "extreme_hardship"), None),
    ("general", ("aged_60", "empty_nest"), None),
)
# A district that has put it on its list already keeps its own.
_ADD_LEFT_BEHIND = """
INSERT INTO tags (code, name_zh, name_en, kind, is_sensitive, set_by, seen_by, needs_end, review_months, version)
VALUES ('left_behind', '留守老人', 'left behind by their children', 'family', false,
        '{grid_worker,community_worker}', '{grid_worker,community_worker,street_staff,district_staff}', false, 12, 1)
ON CONFLICT DO NOTHING
"""
_REMOVE_LEFT_BEHIND = """
DELETE FROM tags WHERE code = 'left_behind'
   AND NOT EXISTS (SELECT FROM resident_tags WHERE tag_code = 'left_behind')
"""


def upgrade() -> None:
    op.execute(_ADD_LEFT_BEHIND)
    _create_policies()
    _create_elders()
    _create_visits()
    _create_contacts()


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _grade() -> sa.Enum:
    return _one_of("riskgrade", "high", "key", "general")


def _outcome() -> sa.Enum:
    return _one_of("contactoutcome", "met", "not_met", "refused")


def _acted_by() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column("acted_by_as", _one_of("actingas", "proxy", "staff"), nullable=True),
    )


def _create_policies() -> None:
    policies = op.create_table(
        "care_welfare_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rhythms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name=op.f("care_welfare_policies_set_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_welfare_policies_pkey")),
        sa.UniqueConstraint("number", name=op.f("care_welfare_policies_number_key")),
    )
    op.create_index(
        op.f("care_welfare_policies_set_by_idx"), "care_welfare_policies", ["set_by"], unique=False
    )
    rules = [{"grade": grade, "tags": list(tags), "level_from": level} for grade, tags, level in _RULES]
    first = {"id": new_id(), "number": 1, "rhythms": _RHYTHMS, "rules": rules, "set_at": datetime.now(UTC)}
    op.bulk_insert(policies, [first])


def _create_elders() -> None:
    op.create_table(
        "care_welfare_elders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("wish", _one_of("wish", "at_the_door", "by_phone"), nullable=False),
        sa.Column("wish_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grade", _grade(), nullable=True),
        sa.Column("asked_then", sa.String(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("grade_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grade_set_by", sa.Uuid(), nullable=True),
        *_acted_by(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(grade IS NULL) = (until IS NULL AND grade_set_at IS NULL)",
            name=op.f("care_welfare_elders_by_hand_check"),
        ),
        sa.ForeignKeyConstraint(
            ["elder_id"], ["residents.id"], name=op.f("care_welfare_elders_elder_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["grade_set_by"], ["accounts.id"], name=op.f("care_welfare_elders_grade_set_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_welfare_elders_pkey")),
        sa.UniqueConstraint("elder_id", name=op.f("care_welfare_elders_elder_id_key")),
    )
    op.create_index(
        op.f("care_welfare_elders_grade_set_by_idx"), "care_welfare_elders", ["grade_set_by"], unique=False
    )
    op.create_index(
        op.f("care_welfare_elders_until_idx"),
        "care_welfare_elders",
        ["until"],
        unique=False,
        postgresql_where=sa.text("until IS NOT NULL"),
    )


def _create_visits() -> None:
    changes = ("hospital_return", "bereavement", "left_alone", "alarm", "moved", "other")
    op.create_table(
        "care_welfare_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("grade", _grade(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("policy_number", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", _one_of("changekind", *changes), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", _one_of("welfarestatus", "due", "done", "dropped"), nullable=False),
        sa.Column("outcome", _outcome(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("formerly", sa.String(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grid_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("community_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("street_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'due') = (closed_at IS NULL)", name=op.f("care_welfare_visits_open_check")
        ),
        sa.CheckConstraint(
            "(status = 'done') = (settled_at IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("care_welfare_visits_settled_check"),
        ),
        sa.CheckConstraint(
            "(formerly IS NULL) = (moved_at IS NULL)", name=op.f("care_welfare_visits_moved_check")
        ),
        sa.CheckConstraint(
            "(change IS NULL) = (changed_at IS NULL)", name=op.f("care_welfare_visits_change_check")
        ),
        sa.CheckConstraint("due_at > begins_at", name=op.f("care_welfare_visits_period_check")),
        sa.ForeignKeyConstraint(
            ["elder_id"], ["residents.id"], name=op.f("care_welfare_visits_elder_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["formerly"], ["regions.code"], name=op.f("care_welfare_visits_formerly_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_welfare_visits_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_welfare_visits_pkey")),
    )
    _index_visits()


def _index_visits() -> None:
    indexes: tuple[tuple[str, list[str], bool, str | None], ...] = (
        ("care_welfare_visits_one_due_key", ["elder_id"], True, "status = 'due'"),
        ("care_welfare_visits_period_key", ["elder_id", "begins_at"], True, "status <> 'dropped'"),
        ("care_welfare_visits_due_idx", ["due_at", "id"], False, "status = 'due'"),
        (
            op.f("care_welfare_visits_region_code_due_at_id_idx"),
            ["region_code", "due_at", "id"],
            False,
            None,
        ),
        (op.f("care_welfare_visits_elder_id_id_idx"), ["elder_id", "id"], False, None),
        (op.f("care_welfare_visits_formerly_idx"), ["formerly"], False, "formerly IS NOT NULL"),
        (op.f("care_welfare_visits_closed_at_id_idx"), ["closed_at", "id"], False, "closed_at IS NOT NULL"),
    )
    for name, columns, unique, where in indexes:
        op.create_index(
            name,
            "care_welfare_visits",
            columns,
            unique=unique,
            postgresql_where=sa.text(where) if where else None,
        )


def _create_contacts() -> None:
    op.create_table(
        "care_welfare_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("way", _one_of("contactway", "door", "phone", "video"), nullable=False),
        sa.Column("outcome", _outcome(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        *_acted_by(),
        sa.ForeignKeyConstraint(
            ["alarm_id"],
            ["care_alarms.id"],
            name=op.f("care_welfare_contacts_alarm_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("care_welfare_contacts_made_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_requests.id"], name=op.f("care_welfare_contacts_request_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["care_welfare_visits.id"],
            name=op.f("care_welfare_contacts_visit_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_welfare_contacts_pkey")),
        sa.UniqueConstraint(
            "visit_id",
            "made_by",
            "told_at",
            "outcome",
            name=op.f("care_welfare_contacts_visit_id_made_by_told_at_outcome_key"),
        ),
    )
    for column, where in (
        ("made_by", None),
        ("alarm_id", "alarm_id IS NOT NULL"),
        ("request_id", "request_id IS NOT NULL"),
    ):
        op.create_index(
            op.f(f"care_welfare_contacts_{column}_idx"),
            "care_welfare_contacts",
            [column],
            unique=False,
            postgresql_where=sa.text(where) if where else None,
        )


def downgrade() -> None:
    for table in ("contacts", "visits", "elders", "policies"):
        op.drop_table(f"care_welfare_{table}")
    op.execute(_REMOVE_LEFT_BEHIND)
