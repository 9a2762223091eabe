"""The tables of subsidy schemes and of plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_subsidy_schemes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "payer",
            sa.Enum(
                "subsidy",
                "insurance",
                "self_pay",
                name="payer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("levels", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("eligibility", sa.ARRAY(sa.String()), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("gross", "self_paid", name="basis", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("per_mille", sa.Integer(), nullable=False),
        sa.Column("monthly_cap_fen", sa.Integer(), nullable=True),
        sa.Column("excludes", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("central_share", sa.Integer(), nullable=False),
        sa.Column("city_share", sa.Integer(), nullable=False),
        sa.Column("district_share", sa.Integer(), nullable=False),
        sa.Column("town_share", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "payer IN ('subsidy', 'insurance')", name=op.f("care_subsidy_schemes_public_check")
        ),
        sa.CheckConstraint(
            "LEAST(central_share, city_share, district_share, town_share) >= 0",
            name=op.f("care_subsidy_schemes_shares_not_negative_check"),
        ),
        sa.CheckConstraint(
            "central_share + city_share + district_share + town_share IN (0, 1000)",
            name=op.f("care_subsidy_schemes_shares_check"),
        ),
        sa.CheckConstraint("monthly_cap_fen >= 0", name=op.f("care_subsidy_schemes_cap_check")),
        sa.CheckConstraint("per_mille BETWEEN 1 AND 1000", name=op.f("care_subsidy_schemes_per_mille_check")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("care_subsidy_schemes_days_check")),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["accounts.id"], name=op.f("care_subsidy_schemes_updated_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_subsidy_schemes_pkey")),
        sa.UniqueConstraint("code", name=op.f("care_subsidy_schemes_code_key")),
    )
    op.create_index(
        op.f("care_subsidy_schemes_payer_valid_from_id_idx"),
        "care_subsidy_schemes",
        ["payer", "valid_from", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_subsidy_schemes_updated_by_idx"), "care_subsidy_schemes", ["updated_by"], unique=False
    )
    op.create_table(
        "care_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column(
            "payer",
            sa.Enum(
                "subsidy",
                "insurance",
                "self_pay",
                name="payer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "offered",
                "active",
                "paused",
                "ended",
                name="planstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("present_version", sa.Integer(), nullable=False),
        sa.Column("preferred_caregivers", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("refused_caregivers", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("visits_made_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("request_goes_on", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'ended') = (ended_on IS NOT NULL)", name=op.f("care_plans_ended_check")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("care_plans_days_check")),
        sa.CheckConstraint("is_private OR contract_id IS NOT NULL", name=op.f("care_plans_contract_check")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_plans_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_plans_elder_id_fkey")),
        sa.ForeignKeyConstraint(["follows_id"], ["care_plans.id"], name=op.f("care_plans_follows_id_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("care_plans_made_by_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_plans_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("care_plans_region_code_fkey")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_requests.id"], name=op.f("care_plans_request_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_plans_pkey")),
    )
    op.create_index(
        op.f("care_plans_contract_id_idx"),
        "care_plans",
        ["contract_id"],
        unique=False,
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.create_index(op.f("care_plans_elder_id_id_idx"), "care_plans", ["elder_id", "id"], unique=False)
    op.create_index(op.f("care_plans_follows_id_idx"), "care_plans", ["follows_id"], unique=False)
    op.create_index(op.f("care_plans_made_by_idx"), "care_plans", ["made_by"], unique=False)
    op.create_index(
        "care_plans_one_a_request",
        "care_plans",
        ["request_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'ended' AND NOT request_goes_on"),
    )
    op.create_index(
        op.f("care_plans_organisation_id_status_id_idx"),
        "care_plans",
        ["organisation_id", "status", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_plans_region_code_status_id_idx"),
        "care_plans",
        ["region_code", "status", "id"],
        unique=False,
    )
    op.create_index(op.f("care_plans_request_id_id_idx"), "care_plans", ["request_id", "id"], unique=False)
    op.create_index(
        "care_plans_to_make_idx",
        "care_plans",
        ["visits_made_until", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('active', 'paused')"),
    )
    op.create_table(
        "care_plan_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("since_version", sa.Integer(), nullable=False),
        sa.Column("until_version", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("rrule", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("window_start", sa.Integer(), nullable=False),
        sa.Column("window_end", sa.Integer(), nullable=False),
        sa.Column("skills", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("caregivers_needed", sa.Integer(), nullable=False),
        sa.Column(
            "on_holidays",
            sa.Enum("serve", "skip", name="onholidays", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(until_version IS NULL) = (ends_on IS NULL)", name=op.f("care_plan_items_until_check")
        ),
        sa.CheckConstraint(
            "caregivers_needed BETWEEN 1 AND 4", name=op.f("care_plan_items_caregivers_needed_check")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 720", name=op.f("care_plan_items_minutes_check")),
        sa.CheckConstraint("price_fen >= 0", name=op.f("care_plan_items_price_check")),
        sa.CheckConstraint(
            "window_start BETWEEN 0 AND 1439 AND window_end <= 2160 AND window_end - window_start >= minutes",
            name=op.f("care_plan_items_window_check"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plans.id"], name=op.f("care_plan_items_plan_id_fkey")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["care_services.id"], name=op.f("care_plan_items_service_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_plan_items_pkey")),
    )
    op.create_index(
        op.f("care_plan_items_plan_id_starts_on_id_idx"),
        "care_plan_items",
        ["plan_id", "starts_on", "id"],
        unique=False,
    )
    op.create_index(op.f("care_plan_items_service_id_idx"), "care_plan_items", ["service_id"], unique=False)
    op.create_table(
        "care_plan_pauses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "hospital",
                "away",
                "family",
                "other",
                name="pausereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paused_by", sa.Uuid(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("plan_id"), "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            using="gist",
            name="care_plan_pauses_no_overlap",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("care_plan_pauses_days_check")),
        sa.ForeignKeyConstraint(["paused_by"], ["accounts.id"], name=op.f("care_plan_pauses_paused_by_fkey")),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plans.id"], name=op.f("care_plan_pauses_plan_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_plan_pauses_pkey")),
    )
    op.create_index(op.f("care_plan_pauses_paused_by_idx"), "care_plan_pauses", ["paused_by"], unique=False)
    op.create_index(
        op.f("care_plan_pauses_plan_id_starts_on_id_idx"),
        "care_plan_pauses",
        ["plan_id", "starts_on", "id"],
        unique=False,
    )
    op.create_table(
        "care_plan_versions",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "agreed",
                "declined",
                "lapsed",
                name="versionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("takes_effect_on", sa.Date(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("quote", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "agreed_way",
            sa.Enum(
                "app",
                "sms_code",
                "paper",
                "handover",
                name="agreementway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("witness_id", sa.Uuid(), nullable=True),
        sa.Column("witness", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(status = 'agreed') = (agreed_at IS NOT NULL) AND (status = 'agreed') = (agreed_way IS NOT NULL)",
            name=op.f("care_plan_versions_agreed_check"),
        ),
        sa.CheckConstraint(
            "agreed_way <> 'paper' OR witness_id IS NOT NULL", name=op.f("care_plan_versions_witness_check")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("care_plan_versions_number_check")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["files.id"], name=op.f("care_plan_versions_attachment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by"], ["accounts.id"], name=op.f("care_plan_versions_offered_by_fkey")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plans.id"], name=op.f("care_plan_versions_plan_id_fkey")),
        sa.ForeignKeyConstraint(
            ["witness_id"], ["accounts.id"], name=op.f("care_plan_versions_witness_id_fkey")
        ),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("care_plan_versions_pkey")),
    )
    op.create_index(
        op.f("care_plan_versions_attachment_id_idx"),
        "care_plan_versions",
        ["attachment_id"],
        unique=False,
        postgresql_where=sa.text("attachment_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_plan_versions_offered_by_idx"), "care_plan_versions", ["offered_by"], unique=False
    )
    op.create_index(
        "care_plan_versions_one_offered",
        "care_plan_versions",
        ["plan_id"],
        unique=True,
        postgresql_where=sa.text("status = 'offered'"),
    )
    op.create_index(
        op.f("care_plan_versions_witness_id_idx"), "care_plan_versions", ["witness_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("care_plan_versions_witness_id_idx"), table_name="care_plan_versions")
    op.drop_index(
        "care_plan_versions_one_offered",
        table_name="care_plan_versions",
        postgresql_where=sa.text("status = 'offered'"),
    )
    op.drop_index(op.f("care_plan_versions_offered_by_idx"), table_name="care_plan_versions")
    op.drop_index(
        op.f("care_plan_versions_attachment_id_idx"),
        table_name="care_plan_versions",
        postgresql_where=sa.text("attachment_id IS NOT NULL"),
    )
    op.drop_table("care_plan_versions")
    op.drop_index(op.f("care_plan_pauses_plan_id_starts_on_id_idx"), table_name="care_plan_pauses")
    op.drop_index(op.f("care_plan_pauses_paused_by_idx"), table_name="care_plan_pauses")
    op.drop_table("care_plan_pauses")
    op.drop_index(op.f("care_plan_items_service_id_idx"), table_name="care_plan_items")
    op.drop_index(op.f("care_plan_items_plan_id_starts_on_id_idx"), table_name="care_plan_items")
    op.drop_table("care_plan_items")
    op.drop_index(
        "care_plans_to_make_idx",
        table_name="care_plans",
        postgresql_where=sa.text("status IN ('active', 'paused')"),
    )
    op.drop_index(op.f("care_plans_request_id_id_idx"), table_name="care_plans")
    op.drop_index(op.f("care_plans_region_code_status_id_idx"), table_name="care_plans")
    op.drop_index(op.f("care_plans_organisation_id_status_id_idx"), table_name="care_plans")
    op.drop_index(
        "care_plans_one_a_request",
        table_name="care_plans",
        postgresql_where=sa.text("status <> 'ended' AND NOT request_goes_on"),
    )
    op.drop_index(op.f("care_plans_made_by_idx"), table_name="care_plans")
    op.drop_index(op.f("care_plans_follows_id_idx"), table_name="care_plans")
    op.drop_index(op.f("care_plans_elder_id_id_idx"), table_name="care_plans")
    op.drop_index(
        op.f("care_plans_contract_id_idx"),
        table_name="care_plans",
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.drop_table("care_plans")
    op.drop_index(op.f("care_subsidy_schemes_updated_by_idx"), table_name="care_subsidy_schemes")
    op.drop_index(op.f("care_subsidy_schemes_payer_valid_from_id_idx"), table_name="care_subsidy_schemes")
    op.drop_table("care_subsidy_schemes")
