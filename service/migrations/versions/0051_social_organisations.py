"""The registry of social organisations: their registration and standing, members' rights, ratings and programmes."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_STORED = {"native_enum": False, "create_constraint": True, "length": 40}
_FORMS = ("association", "service_body", "foundation", "community_group")
_STANDINGS = ("active", "suspended", "dissolved")
_GRADES = ("1a", "2a", "3a", "4a", "5a")
_KINDS = ("training", "incubation", "mentoring", "pairing", "purchase", "award")


def upgrade() -> None:
    _add_registration()
    # Who was a member until now used rooms in the organisation's name, and nothing else.
    op.add_column(
        "organisation_members",
        sa.Column("rights", postgresql.ARRAY(sa.String()), nullable=False, server_default="{rooms}"),
    )
    op.alter_column("organisation_members", "rights", server_default=None)
    op.create_check_constraint(
        op.f("organisation_members_rights_check"),
        "organisation_members",
        "rights <@ ARRAY['rooms', 'publishing']::varchar[]",
    )
    _create_ratings()
    _create_programmes()


def downgrade() -> None:
    op.drop_table("organisation_programmes")
    op.drop_table("organisation_ratings")
    op.drop_column("organisation_members", "rights")
    for column in ("standing_reason", "standing", "region_code", "registered_on", "registration_no", "form"):
        op.drop_column("organisations", column)


def _add_registration() -> None:
    table = "organisations"
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("form", sa.Enum(*_FORMS, name="organisationform", **_STORED), nullable=True),
        sa.Column("registration_no", sa.String(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(*_STANDINGS, name="standing", **_STORED),
            nullable=False,
            server_default="active",
        ),
        sa.Column("standing_reason", sa.String(), nullable=True),
    )
    for column in columns:
        op.add_column(table, column)
    op.alter_column(table, "standing", server_default=None)
    op.create_unique_constraint(op.f(f"{table}_registration_no_key"), table, ["registration_no"])
    op.create_index(op.f(f"{table}_region_code_idx"), table, ["region_code"])
    op.create_foreign_key(op.f(f"{table}_region_code_fkey"), table, "regions", ["region_code"], ["code"])
    op.create_check_constraint(
        op.f(f"{table}_registration_check"),
        table,
        "kind = 'social' OR num_nonnulls(form, registration_no, registered_on) = 0",
    )
    op.create_check_constraint(
        op.f(f"{table}_standing_reason_check"), table, "standing = 'active' OR standing_reason IS NOT NULL"
    )


def _create_ratings() -> None:
    table = "organisation_ratings"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.Enum(*_GRADES, name="grade", **_STORED), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("certificate_no", sa.String(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            ("organisation_id", "="),
            (sa.text("daterange(valid_from, valid_until, '[]')"), "&&"),
            name="organisation_ratings_no_overlap",
            using="gist",
        ),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f(f"{table}_term_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"{table}_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{table}_made_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(
        op.f(f"{table}_organisation_id_valid_from_id_idx"), table, ["organisation_id", "valid_from", "id"]
    )
    op.create_index(op.f(f"{table}_made_by_idx"), table, ["made_by"])


def _create_programmes() -> None:
    table = "organisation_programmes"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*_KINDS, name="programmekind", **_STORED), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f(f"{table}_term_check")),
        sa.CheckConstraint("hours > 0", name=op.f(f"{table}_hours_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"{table}_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f(f"{table}_region_code_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{table}_made_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(
        op.f(f"{table}_organisation_id_starts_on_id_idx"), table, ["organisation_id", "starts_on", "id"]
    )
    op.create_index(op.f(f"{table}_region_code_idx"), table, ["region_code"])
    op.create_index(op.f(f"{table}_made_by_idx"), table, ["made_by"])
