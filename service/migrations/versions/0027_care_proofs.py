"""The tables of care_proofs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from service.kit.randomness import new_id

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# Marks are never changed; their sealed place alone may be sealed anew or forgotten.
_GUARD = """
CREATE FUNCTION refuse_mark_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'place_sealed') = (to_jsonb(OLD) - 'place_sealed')
        AND (OLD.place_sealed IS NOT NULL OR NEW.place_sealed IS NULL) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'marks of visits are never changed';
END $$
"""
_TRIGGER = """
CREATE TRIGGER care_visit_marks_are_kept BEFORE UPDATE OR DELETE ON care_visit_marks
FOR EACH ROW EXECUTE FUNCTION refuse_mark_change()
"""
# What holds until the district says otherwise: reason, paid per mille, counts against the operator, a worker looks at it.
_POLICIES = (
    ("nobody_home", 300, False, True),
    ("door_shut", 300, False, True),
    ("refused", 0, False, True),
    ("hospital", 0, False, False),
    ("weather", 0, False, False),
    ("caregiver", 0, True, False),
    ("other", 0, False, True),
)
# mmHg, mmHg, per minute, °C, mmol/L, %.
_RANGES = (
    ("systolic", 90, 160),
    ("diastolic", 60, 100),
    ("pulse", 50, 110),
    ("temperature", 35.5, 37.3),
    ("glucose", 3.9, 11.1),
    ("spo2", 93, 100),
)


def upgrade() -> None:
    op.create_table(
        "care_not_served_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason_code",
            sa.Enum(
                "nobody_home",
                "door_shut",
                "refused",
                "hospital",
                "weather",
                "caregiver",
                "other",
                name="notservedreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paid_per_mille", sa.Integer(), nullable=False),
        sa.Column("counts_against_operator", sa.Boolean(), nullable=False),
        sa.Column("needs_worker_check", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "paid_per_mille BETWEEN 0 AND 1000", name=op.f("care_not_served_policies_paid_check")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["accounts.id"], name=op.f("care_not_served_policies_set_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_not_served_policies_pkey")),
        sa.UniqueConstraint(
            "reason_code", "number", name=op.f("care_not_served_policies_reason_code_number_key")
        ),
    )
    op.create_index(
        op.f("care_not_served_policies_set_by_idx"), "care_not_served_policies", ["set_by"], unique=False
    )
    op.create_table(
        "care_vital_ranges",
        sa.Column(
            "vital",
            sa.Enum(
                "systolic",
                "diastolic",
                "pulse",
                "temperature",
                "glucose",
                "spo2",
                name="vital",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("low < high", name=op.f("care_vital_ranges_range_check")),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name=op.f("care_vital_ranges_set_by_fkey")),
        sa.PrimaryKeyConstraint("vital", name=op.f("care_vital_ranges_pkey")),
    )
    op.create_index(op.f("care_vital_ranges_set_by_idx"), "care_vital_ranges", ["set_by"], unique=False)
    op.create_table(
        "care_amendments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "check_in_at",
                "check_out_at",
                "tasks",
                name="amendedfield",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("original_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("value_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "reason_code",
            sa.Enum(
                "forgot",
                "device_unavailable",
                "no_network",
                "weak_signal",
                "wrong_time",
                "address_mismatch",
                "service_elsewhere",
                "elder_asked",
                "elder_away",
                "caregiver_absent",
                "traffic",
                "weather",
                "emergency",
                "recording_error",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "applied",
                "pending",
                "rejected",
                name="amendmentstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amended_by", sa.Uuid(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(field = 'tasks') = (value_at IS NULL)", name=op.f("care_amendments_time_check")),
        sa.CheckConstraint(
            "(field = 'tasks') >= (value_sealed IS NOT NULL)", name=op.f("care_amendments_tasks_check")
        ),
        sa.CheckConstraint(
            "(status = 'rejected') <= (decided_at IS NOT NULL)", name=op.f("care_amendments_rejected_check")
        ),
        sa.ForeignKeyConstraint(
            ["amended_by"], ["accounts.id"], name=op.f("care_amendments_amended_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_amendments_caregiver_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("care_amendments_decided_by_fkey")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f("care_amendments_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_amendments_pkey")),
    )
    op.create_index(op.f("care_amendments_amended_by_idx"), "care_amendments", ["amended_by"], unique=False)
    op.create_index(
        op.f("care_amendments_caregiver_id_idx"), "care_amendments", ["caregiver_id"], unique=False
    )
    op.create_index(op.f("care_amendments_decided_by_idx"), "care_amendments", ["decided_by"], unique=False)
    op.create_index(
        "care_amendments_pending_idx",
        "care_amendments",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        op.f("care_amendments_visit_id_id_idx"), "care_amendments", ["visit_id", "id"], unique=False
    )
    op.create_table(
        "care_anomalies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "overlap",
                "impossible_travel",
                "too_short",
                "same_minute",
                "clock",
                name="anomalykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("other_visit_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("explanation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("explained_by", sa.Uuid(), nullable=True),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "harmless",
                "breach",
                name="anomalyoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)", name=op.f("care_anomalies_settled_check")
        ),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_anomalies_caregiver_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["accounts.id"], name=op.f("care_anomalies_explained_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_anomalies_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["other_visit_id"], ["care_visits.id"], name=op.f("care_anomalies_other_visit_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_anomalies_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["accounts.id"], name=op.f("care_anomalies_settled_by_fkey")),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f("care_anomalies_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_anomalies_pkey")),
        sa.UniqueConstraint("visit_id", "kind", name=op.f("care_anomalies_visit_id_kind_key")),
    )
    op.create_index(op.f("care_anomalies_caregiver_id_idx"), "care_anomalies", ["caregiver_id"], unique=False)
    op.create_index(op.f("care_anomalies_explained_by_idx"), "care_anomalies", ["explained_by"], unique=False)
    op.create_index(
        "care_anomalies_open_idx",
        "care_anomalies",
        ["id"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        op.f("care_anomalies_organisation_id_id_idx"),
        "care_anomalies",
        ["organisation_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_anomalies_other_visit_id_idx"),
        "care_anomalies",
        ["other_visit_id"],
        unique=False,
        postgresql_where=sa.text("other_visit_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_anomalies_region_code_id_idx"), "care_anomalies", ["region_code", "id"], unique=False
    )
    op.create_index(op.f("care_anomalies_settled_by_idx"), "care_anomalies", ["settled_by"], unique=False)
    op.create_table(
        "care_incidents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fall",
                "unwell",
                "door_shut",
                "aggression",
                "property",
                "other",
                name="incidentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["alarm_id"], ["care_alarms.id"], name=op.f("care_incidents_alarm_id_fkey")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("care_incidents_recorded_by_fkey")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f("care_incidents_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_incidents_pkey")),
        sa.UniqueConstraint(
            "visit_id",
            "kind",
            "at",
            "recorded_by",
            name=op.f("care_incidents_visit_id_kind_at_recorded_by_key"),
        ),
    )
    op.create_index(
        op.f("care_incidents_alarm_id_idx"),
        "care_incidents",
        ["alarm_id"],
        unique=False,
        postgresql_where=sa.text("alarm_id IS NOT NULL"),
    )
    op.create_index(op.f("care_incidents_recorded_by_idx"), "care_incidents", ["recorded_by"], unique=False)
    op.create_table(
        "care_not_served",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason_code",
            sa.Enum(
                "nobody_home",
                "door_shut",
                "refused",
                "hospital",
                "weather",
                "caregiver",
                "other",
                name="notservedreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["care_not_served_policies.id"], name=op.f("care_not_served_policy_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("care_not_served_recorded_by_fkey")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f("care_not_served_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_not_served_pkey")),
        sa.UniqueConstraint(
            "visit_id",
            "reason_code",
            "at",
            "recorded_by",
            name=op.f("care_not_served_visit_id_reason_code_at_recorded_by_key"),
        ),
    )
    op.create_index(op.f("care_not_served_policy_id_idx"), "care_not_served", ["policy_id"], unique=False)
    op.create_index(op.f("care_not_served_recorded_by_idx"), "care_not_served", ["recorded_by"], unique=False)
    op.create_table(
        "care_overdue_visits",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("late_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unfinished_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "dispatcher",
                "worker",
                "street",
                name="climbstep",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_overdue_visits_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("care_overdue_visits_pkey")),
    )
    op.create_index(
        "care_overdue_visits_climbing_idx",
        "care_overdue_visits",
        ["next_step_at", "visit_id"],
        unique=False,
        postgresql_where=sa.text("next_step_at IS NOT NULL"),
    )
    op.create_table(
        "care_proofs",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_served", sa.Integer(), nullable=True),
        sa.Column("is_proved", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("silent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("examined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "confirmed_way",
            sa.Enum(
                "elder",
                "proxy",
                "phone",
                "silence",
                name="confirmationway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sample_first", sa.Boolean(), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rating IS NULL OR confirmed_way <> 'silence'", name=op.f("care_proofs_no_invented_rating_check")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_way IS NULL)", name=op.f("care_proofs_confirmed_check")
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR (silent_at IS NULL AND waits_since IS NULL)",
            name=op.f("care_proofs_over_check"),
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("care_proofs_rating_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_proofs_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("care_proofs_region_code_fkey")),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f("care_proofs_visit_id_fkey")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("care_proofs_pkey")),
    )
    op.create_index(op.f("care_proofs_organisation_id_idx"), "care_proofs", ["organisation_id"], unique=False)
    op.create_index(op.f("care_proofs_region_code_idx"), "care_proofs", ["region_code"], unique=False)
    op.create_index(
        "care_proofs_sample_idx",
        "care_proofs",
        ["region_code", "confirmed_at", "visit_id"],
        unique=False,
        postgresql_where=sa.text("sample_first"),
    )
    op.create_index(
        "care_proofs_silent_idx",
        "care_proofs",
        ["silent_at", "visit_id"],
        unique=False,
        postgresql_where=sa.text("silent_at IS NOT NULL"),
    )
    op.create_index(
        "care_proofs_to_examine_idx",
        "care_proofs",
        ["done_at", "visit_id"],
        unique=False,
        postgresql_where=sa.text("examined_at IS NULL AND done_at IS NOT NULL"),
    )
    op.create_index(
        "care_proofs_waiting_idx",
        "care_proofs",
        ["waits_since", "visit_id"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_table(
        "care_served_times",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("care_served_times_time_check")),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_served_times_caregiver_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_served_times_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("visit_id", "caregiver_id", name=op.f("care_served_times_pkey")),
    )
    op.create_index(
        op.f("care_served_times_caregiver_id_starts_at_visit_id_idx"),
        "care_served_times",
        ["caregiver_id", "starts_at", "visit_id"],
        unique=False,
    )
    _create_marks()
    _keep_marks_and_set_policies()


def _create_marks() -> None:
    op.create_table(
        "care_visit_explanations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason_code",
            sa.Enum(
                "forgot",
                "device_unavailable",
                "no_network",
                "weak_signal",
                "wrong_time",
                "address_mismatch",
                "service_elsewhere",
                "elder_asked",
                "elder_away",
                "caregiver_absent",
                "traffic",
                "weather",
                "emergency",
                "recording_error",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("explained_by", sa.Uuid(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["accounts.id"], name=op.f("care_visit_explanations_explained_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_visit_explanations_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_visit_explanations_pkey")),
    )
    op.create_index(
        op.f("care_visit_explanations_explained_by_idx"),
        "care_visit_explanations",
        ["explained_by"],
        unique=False,
    )
    op.create_index(
        op.f("care_visit_explanations_visit_id_id_idx"),
        "care_visit_explanations",
        ["visit_id", "id"],
        unique=False,
    )
    op.create_table(
        "care_visit_marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "check_in",
                "check_out",
                "tick",
                name="markkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "coordinate_system",
            sa.Enum(
                "WGS-84",
                "GCJ-02",
                name="coordinatesystem",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.Column(
            "place",
            sa.Enum(
                "inside",
                "near",
                "outside",
                "unknown",
                name="placeverdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "code",
            sa.Enum(
                "device",
                "sheet",
                "wrong",
                name="codeverdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("flags", sa.ARRAY(sa.String()), nullable=False),
        sa.Column(
            "reason_code",
            sa.Enum(
                "forgot",
                "device_unavailable",
                "no_network",
                "weak_signal",
                "wrong_time",
                "address_mismatch",
                "service_elsewhere",
                "elder_asked",
                "elder_away",
                "caregiver_absent",
                "traffic",
                "weather",
                "emergency",
                "recording_error",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_visit_marks_caregiver_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("care_visit_marks_recorded_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_visit_marks_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_visit_marks_pkey")),
        sa.UniqueConstraint(
            "visit_id",
            "caregiver_id",
            "kind",
            "at",
            name=op.f("care_visit_marks_visit_id_caregiver_id_kind_at_key"),
        ),
    )
    op.create_index(
        op.f("care_visit_marks_caregiver_id_at_idx"), "care_visit_marks", ["caregiver_id", "at"], unique=False
    )
    op.create_index(
        "care_visit_marks_places_idx",
        "care_visit_marks",
        ["received_at", "id"],
        unique=False,
        postgresql_where=sa.text("place_sealed IS NOT NULL"),
    )
    op.create_index(
        op.f("care_visit_marks_recorded_by_idx"), "care_visit_marks", ["recorded_by"], unique=False
    )
    op.create_table(
        "care_visit_reports",
        sa.Column("mark_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("vitals_refused", sa.Boolean(), nullable=False),
        sa.Column("photos", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.ForeignKeyConstraint(
            ["mark_id"], ["care_visit_marks.id"], name=op.f("care_visit_reports_mark_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_visit_reports_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("care_visit_reports_pkey")),
    )
    op.create_index(
        op.f("care_visit_reports_reported_at_mark_id_idx"),
        "care_visit_reports",
        ["reported_at", "mark_id"],
        unique=False,
    )
    op.create_index(op.f("care_visit_reports_visit_id_idx"), "care_visit_reports", ["visit_id"], unique=False)


def _keep_marks_and_set_policies() -> None:
    op.execute(_GUARD)
    op.execute(_TRIGGER)
    policies = sa.table(
        "care_not_served_policies",
        sa.column("id", sa.Uuid()),
        *(sa.column(name) for name in ("reason_code", "number", "paid_per_mille")),
        *(sa.column(name) for name in ("counts_against_operator", "needs_worker_check", "set_at")),
    )
    for reason, paid, counts, checked in _POLICIES:
        op.execute(
            policies.insert().values(
                id=new_id(),
                reason_code=reason,
                number=1,
                paid_per_mille=paid,
                counts_against_operator=counts,
                needs_worker_check=checked,
                set_at=sa.func.now(),
            )
        )
    ranges = sa.table("care_vital_ranges", *(sa.column(name) for name in ("vital", "low", "high", "set_at")))
    for vital, low, high in _RANGES:
        op.execute(ranges.insert().values(vital=vital, low=low, high=high, set_at=sa.func.now()))


def downgrade() -> None:
    op.drop_index(op.f("care_visit_reports_visit_id_idx"), table_name="care_visit_reports")
    op.drop_index(op.f("care_visit_reports_reported_at_mark_id_idx"), table_name="care_visit_reports")
    op.drop_table("care_visit_reports")
    op.drop_index(op.f("care_visit_marks_recorded_by_idx"), table_name="care_visit_marks")
    op.drop_index(
        "care_visit_marks_places_idx",
        table_name="care_visit_marks",
        postgresql_where=sa.text("place_sealed IS NOT NULL"),
    )
    op.drop_index(op.f("care_visit_marks_caregiver_id_at_idx"), table_name="care_visit_marks")
    op.drop_table("care_visit_marks")
    op.drop_index(op.f("care_visit_explanations_visit_id_id_idx"), table_name="care_visit_explanations")
    op.drop_index(op.f("care_visit_explanations_explained_by_idx"), table_name="care_visit_explanations")
    op.drop_table("care_visit_explanations")
    op.drop_index(
        op.f("care_served_times_caregiver_id_starts_at_visit_id_idx"), table_name="care_served_times"
    )
    op.drop_table("care_served_times")
    op.drop_index(
        "care_proofs_waiting_idx",
        table_name="care_proofs",
        postgresql_where=sa.text("waits_since IS NOT NULL"),
    )
    op.drop_index(
        "care_proofs_to_examine_idx",
        table_name="care_proofs",
        postgresql_where=sa.text("examined_at IS NULL AND done_at IS NOT NULL"),
    )
    op.drop_index(
        "care_proofs_silent_idx", table_name="care_proofs", postgresql_where=sa.text("silent_at IS NOT NULL")
    )
    op.drop_index(
        "care_proofs_sample_idx", table_name="care_proofs", postgresql_where=sa.text("sample_first")
    )
    op.drop_index(op.f("care_proofs_region_code_idx"), table_name="care_proofs")
    op.drop_index(op.f("care_proofs_organisation_id_idx"), table_name="care_proofs")
    op.drop_table("care_proofs")
    op.drop_index(
        "care_overdue_visits_climbing_idx",
        table_name="care_overdue_visits",
        postgresql_where=sa.text("next_step_at IS NOT NULL"),
    )
    op.drop_table("care_overdue_visits")
    op.drop_index(op.f("care_not_served_recorded_by_idx"), table_name="care_not_served")
    op.drop_index(op.f("care_not_served_policy_id_idx"), table_name="care_not_served")
    op.drop_table("care_not_served")
    op.drop_index(op.f("care_incidents_recorded_by_idx"), table_name="care_incidents")
    op.drop_index(
        op.f("care_incidents_alarm_id_idx"),
        table_name="care_incidents",
        postgresql_where=sa.text("alarm_id IS NOT NULL"),
    )
    op.drop_table("care_incidents")
    op.drop_index(op.f("care_anomalies_settled_by_idx"), table_name="care_anomalies")
    op.drop_index(op.f("care_anomalies_region_code_id_idx"), table_name="care_anomalies")
    op.drop_index(
        op.f("care_anomalies_other_visit_id_idx"),
        table_name="care_anomalies",
        postgresql_where=sa.text("other_visit_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_anomalies_organisation_id_id_idx"), table_name="care_anomalies")
    op.drop_index(
        "care_anomalies_open_idx", table_name="care_anomalies", postgresql_where=sa.text("settled_at IS NULL")
    )
    op.drop_index(op.f("care_anomalies_explained_by_idx"), table_name="care_anomalies")
    op.drop_index(op.f("care_anomalies_caregiver_id_idx"), table_name="care_anomalies")
    op.drop_table("care_anomalies")
    op.drop_index(op.f("care_amendments_visit_id_id_idx"), table_name="care_amendments")
    op.drop_index(
        "care_amendments_pending_idx",
        table_name="care_amendments",
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_index(op.f("care_amendments_decided_by_idx"), table_name="care_amendments")
    op.drop_index(op.f("care_amendments_caregiver_id_idx"), table_name="care_amendments")
    op.drop_index(op.f("care_amendments_amended_by_idx"), table_name="care_amendments")
    op.drop_table("care_amendments")
    op.drop_index(op.f("care_vital_ranges_set_by_idx"), table_name="care_vital_ranges")
    op.drop_table("care_vital_ranges")
    op.drop_index(op.f("care_not_served_policies_set_by_idx"), table_name="care_not_served_policies")
    op.drop_table("care_not_served_policies")
    op.execute("DROP FUNCTION refuse_mark_change()")
