"""Details of people, whom to call in an emergency, and tags with the usual ones on the list.

The database itself keeps a tag's region the same as the resident's: whoever moves a person, by whatever way, need
not think of it. Reading the resident's row `FOR SHARE` lets a tag and a move wait for each other.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WORDS = {
    ("sex", "sex"): ("male", "female"),
    ("ethnicity", "ethnicity"): ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55", "56", "97", "98"),
    ("education", "education"): ("none", "primary", "lower_secondary", "upper_secondary", "college", "unknown"),
    ("marital_status", "maritalstatus"): ("unmarried", "married", "widowed", "divorced", "untold"),
    ("language", "spokenlanguage"): ("mandarin", "ningbo", "other_dialect", "sign_language", "english"),
    ("ui_style", "uistyle"): ("normal", "elder"),
}  # fmt: skip
_SEVERAL_WORDS = {
    "living_situation": (
        "alone",
        "spouse",
        "children",
        "parents",
        "siblings",
        "other_relatives",
        "others",
        "institution",
    ),
    "medical_payments": (
        "employee_insurance",
        "resident_insurance",
        "self_paid",
        "civil_servant_aid",
        "company_insurance",
        "public",
        "medical_assistance",
        "serious_illness_insurance",
    ),
    "income_sources": (
        "pension",
        "children",
        "relatives_and_friends",
        "state_subsidy",
        "savings",
        "other_subsidy",
    ),
}
_KEEP_REGION = """
CREATE FUNCTION tag_takes_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT region_code INTO NEW.region_code FROM residents WHERE id = NEW.resident_id FOR SHARE;
    RETURN NEW;
END
$$;
CREATE TRIGGER resident_tags_take_region BEFORE INSERT OR UPDATE OF resident_id ON resident_tags
FOR EACH ROW EXECUTE FUNCTION tag_takes_region();
CREATE FUNCTION tags_follow_resident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resident_tags SET region_code = NEW.region_code WHERE resident_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER residents_tags_follow AFTER UPDATE OF region_code ON residents
FOR EACH ROW WHEN (OLD.region_code IS DISTINCT FROM NEW.region_code) EXECUTE FUNCTION tags_follow_resident();
"""
_FORGET_REGION = """
DROP TRIGGER residents_tags_follow ON residents;
DROP FUNCTION tags_follow_resident();
DROP TRIGGER resident_tags_take_region ON resident_tags;
DROP FUNCTION tag_takes_region();
"""
# Who meets people; who helps them; both and who oversees them.
_MEETING = ["grid_worker", "community_worker"]
_KEEPING = ["community_worker", "street_staff", "district_staff"]
_ALL = ["grid_worker", *_KEEPING]
# code, Chinese, English, kind, sensitive, set by, seen by, needs an end, months to the review, age from, age below
_USUAL_TAGS: tuple[tuple[Any, ...], ...] = (
    ("aged_60", "60岁以上", "60 or older", "age", False, [], _ALL, False, None, 60, None),
    ("aged_70", "70岁以上", "70 or older", "age", False, [], _ALL, False, None, 70, None),
    ("aged_80", "80岁以上", "80 or older", "age", False, [], _ALL, False, None, 80, None),
    ("aged_90", "90岁以上", "90 or older", "age", False, [], _ALL, False, None, 90, None),
    ("minor", "未成年人", "under 18", "age", False, [], _ALL, False, None, None, 18),
    ("lives_alone", "独居", "lives alone", "family", False, _MEETING, _ALL, False, 12, None, None),
    ("empty_nest", "空巢", "empty nest", "family", False, _MEETING, _ALL, False, 12, None, None),
    ("lost_only_child", "失独", "lost their child", "family", True, _KEEPING, _KEEPING, False, None, None, None),
    ("child_in_need", "困境儿童", "child in need", "family", True, _KEEPING, _KEEPING, False, 12, None, None),
    ("disabled", "残疾", "disabled", "health", True, _KEEPING, _ALL, False, 24, None, None),
    ("expecting", "孕产妇", "expecting or nursing", "health", True, _MEETING, _MEETING, True, None, None, None),
    ("low_income", "低保", "on living allowance", "assistance", True, _KEEPING, _KEEPING, False, 12, None, None),
    ("near_low_income", "低边", "near low income", "assistance", True, _KEEPING, _KEEPING, False, 12, None, None),
    ("extreme_hardship", "特困", "extreme hardship", "assistance", True, _KEEPING, _KEEPING, False, 12, None, None),
    ("party_member", "党员", "party member", "civic", False, _KEEPING, _ALL, False, None, None, None),
    ("volunteer", "志愿者", "volunteer", "civic", False, _MEETING, _ALL, False, None, None, None),
    ("veteran", "退役军人", "veteran", "civic", False, _KEEPING, _ALL, False, None, None, None),
    ("tenant", "租户", "tenant", "housing", False, _MEETING, _ALL, False, 12, None, None),
)  # fmt: skip
_TAG_COLUMNS = (
    "code", "name_zh", "name_en", "kind", "is_sensitive", "set_by", "seen_by", "needs_end", "review_months",
    "age_from", "age_below",
)  # fmt: skip


def upgrade() -> None:
    _add_details()
    op.create_table(
        "tags",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "age",
                "family",
                "health",
                "assistance",
                "civic",
                "housing",
                name="tagkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("seen_by", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("needs_end", sa.Boolean(), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=True),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_below", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'age') = (age_from IS NOT NULL OR age_below IS NOT NULL)", name=op.f("tags_age_check")
        ),
        sa.CheckConstraint("(kind = 'age') = (cardinality(set_by) = 0)", name=op.f("tags_set_by_check")),
        sa.CheckConstraint("age_from < age_below", name=op.f("tags_ages_check")),
        sa.CheckConstraint("cardinality(seen_by) > 0", name=op.f("tags_seen_by_check")),
        sa.CheckConstraint("review_months BETWEEN 1 AND 120", name=op.f("tags_review_months_check")),
        sa.PrimaryKeyConstraint("code", name=op.f("tags_pkey")),
    )
    op.create_table(
        "emergency_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 5", name=op.f("emergency_contacts_place_check")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("emergency_contacts_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("emergency_contacts_pkey")),
        sa.UniqueConstraint(
            "resident_id",
            "place",
            deferrable=True,
            initially="DEFERRED",
            name=op.f("emergency_contacts_resident_id_place_key"),
        ),
    )
    op.create_table(
        "resident_tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("tag_code", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("resident_id"), "="),
            (sa.column("tag_code"), "="),
            (sa.text("daterange(valid_from, valid_until + 1, '[)')"), "&&"),
            using="gist",
            name="resident_tags_no_overlap",
        ),
        sa.CheckConstraint("valid_until >= valid_from - 1", name=op.f("resident_tags_span_check")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name=op.f("resident_tags_ended_by_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("resident_tags_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("resident_tags_resident_id_fkey")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name=op.f("resident_tags_set_by_fkey")),
        sa.ForeignKeyConstraint(["tag_code"], ["tags.code"], name=op.f("resident_tags_tag_code_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("resident_tags_pkey")),
    )
    op.create_index(op.f("resident_tags_ended_by_idx"), "resident_tags", ["ended_by"], unique=False)
    op.create_index(
        op.f("resident_tags_region_code_tag_code_resident_id_idx"),
        "resident_tags",
        ["region_code", "tag_code", "resident_id"],
        unique=False,
    )
    op.create_index(
        op.f("resident_tags_resident_id_tag_code_valid_from_idx"),
        "resident_tags",
        ["resident_id", "tag_code", "valid_from"],
        unique=False,
    )
    op.create_index(
        op.f("resident_tags_review_on_idx"),
        "resident_tags",
        ["review_on"],
        unique=False,
        postgresql_where=sa.text("review_on IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_index(op.f("resident_tags_set_by_idx"), "resident_tags", ["set_by"], unique=False)
    op.create_index(
        op.f("resident_tags_tag_code_resident_id_idx"),
        "resident_tags",
        ["tag_code", "resident_id"],
        unique=False,
    )

    op.execute(_KEEP_REGION)
    listed = sa.table(
        "tags",
        *(sa.column(name) for name in (*_TAG_COLUMNS, "version") if name not in ("set_by", "seen_by")),
        sa.column("set_by", sa.ARRAY(sa.String())),
        sa.column("seen_by", sa.ARRAY(sa.String())),
    )
    op.bulk_insert(
        listed, [dict(zip(_TAG_COLUMNS, row, strict=True)) | {"version": 1} for row in _USUAL_TAGS]
    )


def downgrade() -> None:
    op.execute(_FORGET_REGION)
    op.drop_index(op.f("resident_tags_tag_code_resident_id_idx"), table_name="resident_tags")
    op.drop_index(op.f("resident_tags_set_by_idx"), table_name="resident_tags")
    op.drop_index(
        op.f("resident_tags_review_on_idx"),
        table_name="resident_tags",
        postgresql_where=sa.text("review_on IS NOT NULL AND ended_at IS NULL"),
    )
    op.drop_index(op.f("resident_tags_resident_id_tag_code_valid_from_idx"), table_name="resident_tags")
    op.drop_index(op.f("resident_tags_region_code_tag_code_resident_id_idx"), table_name="resident_tags")
    op.drop_index(op.f("resident_tags_ended_by_idx"), table_name="resident_tags")
    op.drop_table("resident_tags")
    op.drop_table("emergency_contacts")
    op.drop_table("tags")
    _drop_details()


def _add_details() -> None:
    op.alter_column("residents", "name", type_=sa.String(collation="C"), existing_nullable=False)
    op.add_column("residents", sa.Column("birth_on", sa.Date(), nullable=True))
    for (column, kind), words in _WORDS.items():
        values = sa.Enum(*words, name=kind, native_enum=False, create_constraint=False, length=40)
        op.add_column("residents", sa.Column(column, values, nullable=True))
        known = ", ".join(f"'{word}'" for word in words)
        op.create_check_constraint(op.f(f"residents_{kind}_check"), "residents", f"{column} IN ({known})")
    for column, words in _SEVERAL_WORDS.items():
        op.add_column("residents", sa.Column(column, sa.ARRAY(sa.String()), nullable=True))
        known = ", ".join(f"'{word}'" for word in words)
        op.create_check_constraint(
            op.f(f"residents_{column}_check"), "residents", f"{column} <@ ARRAY[{known}]::varchar[]"
        )
    op.drop_index("residents_name_idx", table_name="residents")
    op.create_index("residents_name_id_idx", "residents", ["name", "id"])
    op.create_index("residents_region_code_name_idx", "residents", ["region_code", "name"])
    op.create_index("residents_status_id_idx", "residents", ["status", "id"])
    op.create_index(
        "residents_other_id_number_idx",
        "residents",
        ["id_number_lookup"],
        postgresql_where=sa.text("claim_of IS NOT NULL OR status = 'rejected'"),
    )
    op.create_index(
        "residents_waiting_idx",
        "residents",
        ["region_code", "id"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "residents_birth_on_id_idx",
        "residents",
        ["birth_on", "id"],
        postgresql_where=sa.text("birth_on IS NOT NULL"),
    )


def _drop_details() -> None:
    """Columns take their own indexes and checks with them."""
    for column in (*_SEVERAL_WORDS, *(column for column, _ in _WORDS), "birth_on"):
        op.drop_column("residents", column)
    for index in ("status_id", "region_code_name", "name_id", "other_id_number", "waiting"):
        op.drop_index(f"residents_{index}_idx", table_name="residents")
    op.alter_column("residents", "name", type_=sa.String(), existing_nullable=False)
    op.create_index(
        "residents_name_idx", "residents", ["name"], postgresql_ops={"name": "varchar_pattern_ops"}
    )
