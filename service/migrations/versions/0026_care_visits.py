"""The tables of visits, rounds and claimed time."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "home_visit",
                "delivery_round",
                "centre_session",
                "phone",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("facility_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("caregivers_needed", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "assigned",
                "done",
                "cancelled",
                name="roundstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('delivery_round', 'centre_session')", name=op.f("care_rounds_many_at_once_check")
        ),
        sa.CheckConstraint(
            "caregivers_needed BETWEEN 1 AND 4", name=op.f("care_rounds_caregivers_needed_check")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("care_rounds_time_check")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["care_facilities.id"], name=op.f("care_rounds_facility_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_rounds_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["care_services.id"], name=op.f("care_rounds_service_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_rounds_pkey")),
    )
    op.create_index(
        op.f("care_rounds_facility_id_idx"),
        "care_rounds",
        ["facility_id"],
        unique=False,
        postgresql_where=sa.text("facility_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_rounds_organisation_id_starts_at_id_idx"),
        "care_rounds",
        ["organisation_id", "starts_at", "id"],
        unique=False,
    )
    op.create_index(op.f("care_rounds_service_id_idx"), "care_rounds", ["service_id"], unique=False)
    op.create_index(
        "care_rounds_to_come_idx",
        "care_rounds",
        ["ends_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('planned', 'assigned')"),
    )
    op.create_table(
        "care_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("occurs_on", sa.Date(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "home_visit",
                "delivery_round",
                "centre_session",
                "phone",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("window_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("caregivers_needed", sa.Integer(), nullable=False),
        sa.Column("skills", sa.ARRAY(sa.String()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "assigned",
                "in_progress",
                "done",
                "confirmed",
                "missed",
                "not_served",
                "cancelled",
                name="visitstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("rescheduled_from_id", sa.Uuid(), nullable=True),
        sa.Column(
            "cancelled_because",
            sa.Enum(
                "plan_changed",
                "plan_paused",
                "plan_ended",
                "elder_asked",
                "operator",
                "other_day",
                name="visitcancellation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'cancelled') <= (cancelled_because IS NOT NULL)",
            name=op.f("care_visits_cancelled_check"),
        ),
        sa.CheckConstraint(
            "status <> 'assigned' OR starts_at IS NOT NULL", name=op.f("care_visits_assigned_check")
        ),
        sa.CheckConstraint(
            "(starts_at IS NULL) = (ends_at IS NULL) AND ends_at > starts_at",
            name=op.f("care_visits_time_check"),
        ),
        sa.CheckConstraint(
            "caregivers_needed BETWEEN 1 AND 4", name=op.f("care_visits_caregivers_needed_check")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 720", name=op.f("care_visits_minutes_check")),
        sa.CheckConstraint("window_ends_at > window_starts_at", name=op.f("care_visits_window_check")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_visits_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_visits_elder_id_fkey")),
        sa.ForeignKeyConstraint(["item_id"], ["care_plan_items.id"], name=op.f("care_visits_item_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_visits_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plans.id"], name=op.f("care_visits_plan_id_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("care_visits_region_code_fkey")),
        sa.ForeignKeyConstraint(
            ["rescheduled_from_id"], ["care_visits.id"], name=op.f("care_visits_rescheduled_from_id_fkey")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["care_rounds.id"], name=op.f("care_visits_round_id_fkey")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["care_services.id"], name=op.f("care_visits_service_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_visits_pkey")),
    )
    op.create_index(
        op.f("care_visits_contract_id_occurs_on_idx"),
        "care_visits",
        ["contract_id", "occurs_on"],
        unique=False,
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_visits_elder_id_window_starts_at_id_idx"),
        "care_visits",
        ["elder_id", "window_starts_at", "id"],
        unique=False,
    )
    op.create_index(
        "care_visits_item_day_key",
        "care_visits",
        ["item_id", "occurs_on"],
        unique=True,
        postgresql_where=sa.text("status <> 'cancelled'"),
    )
    op.create_index(
        op.f("care_visits_organisation_id_window_starts_at_id_idx"),
        "care_visits",
        ["organisation_id", "window_starts_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_visits_plan_id_occurs_on_idx"), "care_visits", ["plan_id", "occurs_on"], unique=False
    )
    op.create_index(
        op.f("care_visits_region_code_window_starts_at_id_idx"),
        "care_visits",
        ["region_code", "window_starts_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_visits_rescheduled_from_id_idx"),
        "care_visits",
        ["rescheduled_from_id"],
        unique=False,
        postgresql_where=sa.text("rescheduled_from_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_visits_round_id_id_idx"),
        "care_visits",
        ["round_id", "id"],
        unique=False,
        postgresql_where=sa.text("round_id IS NOT NULL"),
    )
    op.create_index(op.f("care_visits_service_id_idx"), "care_visits", ["service_id"], unique=False)
    op.create_index(
        "care_visits_to_come_idx",
        "care_visits",
        ["window_ends_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('planned', 'assigned')"),
    )
    op.create_index(
        "care_visits_to_confirm_idx",
        "care_visits",
        ["window_ends_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('in_progress', 'done')"),
    )
    op.create_table(
        "care_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("travel_minutes", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(visit_id IS NULL) <> (round_id IS NULL)", name=op.f("care_assignments_what_check")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("care_assignments_time_check")),
        sa.CheckConstraint("travel_minutes >= 0", name=op.f("care_assignments_travel_check")),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["accounts.id"], name=op.f("care_assignments_assigned_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_assignments_caregiver_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["care_rounds.id"], name=op.f("care_assignments_round_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_assignments_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_assignments_pkey")),
    )
    op.create_index(
        op.f("care_assignments_assigned_by_idx"), "care_assignments", ["assigned_by"], unique=False
    )
    op.create_index(
        "care_assignments_day_idx",
        "care_assignments",
        ["caregiver_id", "starts_at", "id"],
        unique=False,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_index(
        "care_assignments_round_caregiver_key",
        "care_assignments",
        ["round_id", "caregiver_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL AND round_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_assignments_round_id_caregiver_id_idx"),
        "care_assignments",
        ["round_id", "caregiver_id"],
        unique=False,
        postgresql_where=sa.text("round_id IS NOT NULL"),
    )
    op.create_index(
        "care_assignments_visit_caregiver_key",
        "care_assignments",
        ["visit_id", "caregiver_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL AND visit_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_assignments_visit_id_caregiver_id_idx"),
        "care_assignments",
        ["visit_id", "caregiver_id"],
        unique=False,
    )
    op.create_table(
        "care_elder_grains",
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("grain", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_elder_grains_elder_id_fkey")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_elder_grains_visit_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("elder_id", "grain", name=op.f("care_elder_grains_pkey")),
    )
    op.create_index(op.f("care_elder_grains_visit_id_idx"), "care_elder_grains", ["visit_id"], unique=False)
    op.create_table(
        "care_caregiver_grains",
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("grain", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["care_assignments.id"],
            name=op.f("care_caregiver_grains_assignment_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_caregiver_grains_caregiver_id_fkey")
        ),
        sa.PrimaryKeyConstraint("caregiver_id", "grain", name=op.f("care_caregiver_grains_pkey")),
    )
    op.create_index(
        op.f("care_caregiver_grains_assignment_id_idx"),
        "care_caregiver_grains",
        ["assignment_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("care_caregiver_grains_assignment_id_idx"), table_name="care_caregiver_grains")
    op.drop_table("care_caregiver_grains")
    op.drop_index(op.f("care_elder_grains_visit_id_idx"), table_name="care_elder_grains")
    op.drop_table("care_elder_grains")
    op.drop_index(op.f("care_assignments_visit_id_caregiver_id_idx"), table_name="care_assignments")
    op.drop_index(
        "care_assignments_visit_caregiver_key",
        table_name="care_assignments",
        postgresql_where=sa.text("released_at IS NULL AND visit_id IS NOT NULL"),
    )
    op.drop_index(
        op.f("care_assignments_round_id_caregiver_id_idx"),
        table_name="care_assignments",
        postgresql_where=sa.text("round_id IS NOT NULL"),
    )
    op.drop_index(
        "care_assignments_round_caregiver_key",
        table_name="care_assignments",
        postgresql_where=sa.text("released_at IS NULL AND round_id IS NOT NULL"),
    )
    op.drop_index(
        "care_assignments_day_idx",
        table_name="care_assignments",
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.drop_index(op.f("care_assignments_assigned_by_idx"), table_name="care_assignments")
    op.drop_table("care_assignments")
    op.drop_index(
        "care_visits_to_confirm_idx",
        table_name="care_visits",
        postgresql_where=sa.text("status IN ('in_progress', 'done')"),
    )
    op.drop_index(
        "care_visits_to_come_idx",
        table_name="care_visits",
        postgresql_where=sa.text("status IN ('planned', 'assigned')"),
    )
    op.drop_index(op.f("care_visits_service_id_idx"), table_name="care_visits")
    op.drop_index(
        op.f("care_visits_round_id_id_idx"),
        table_name="care_visits",
        postgresql_where=sa.text("round_id IS NOT NULL"),
    )
    op.drop_index(
        op.f("care_visits_rescheduled_from_id_idx"),
        table_name="care_visits",
        postgresql_where=sa.text("rescheduled_from_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_visits_region_code_window_starts_at_id_idx"), table_name="care_visits")
    op.drop_index(op.f("care_visits_plan_id_occurs_on_idx"), table_name="care_visits")
    op.drop_index(op.f("care_visits_organisation_id_window_starts_at_id_idx"), table_name="care_visits")
    op.drop_index(
        "care_visits_item_day_key",
        table_name="care_visits",
        postgresql_where=sa.text("status <> 'cancelled'"),
    )
    op.drop_index(op.f("care_visits_elder_id_window_starts_at_id_idx"), table_name="care_visits")
    op.drop_index(
        op.f("care_visits_contract_id_occurs_on_idx"),
        table_name="care_visits",
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.drop_table("care_visits")
    op.drop_index(
        "care_rounds_to_come_idx",
        table_name="care_rounds",
        postgresql_where=sa.text("status IN ('planned', 'assigned')"),
    )
    op.drop_index(op.f("care_rounds_service_id_idx"), table_name="care_rounds")
    op.drop_index(op.f("care_rounds_organisation_id_starts_at_id_idx"), table_name="care_rounds")
    op.drop_index(
        op.f("care_rounds_facility_id_idx"),
        table_name="care_rounds",
        postgresql_where=sa.text("facility_id IS NOT NULL"),
    )
    op.drop_table("care_rounds")
