"""Alarms with their course, the usual ladder, duty desks and devices; what can not wait is marked in inboxes."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_LADDER = (
    (0, "contacts"),
    (0, "duty_desk"),
    (2, "grid_worker"),
    (5, "community_worker"),
    (10, "street"),
    (20, "district"),
)


def upgrade() -> None:
    op.create_table(
        "care_alarm_steps",
        sa.Column("after_minutes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "whom",
            sa.Enum(
                "contacts",
                "duty_desk",
                "grid_worker",
                "community_worker",
                "street",
                "district",
                name="whom",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "after_minutes BETWEEN 0 AND 1440", name=op.f("care_alarm_steps_after_minutes_check")
        ),
        sa.PrimaryKeyConstraint("after_minutes", "whom", name=op.f("care_alarm_steps_pkey")),
    )
    op.create_table(
        "care_duty_rosters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weekly_until", sa.Date(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_at > starts_at AND over_at >= ends_at", name=op.f("care_duty_rosters_stretch_check")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("care_duty_rosters_account_id_fkey")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("care_duty_rosters_made_by_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_duty_rosters_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_duty_rosters_pkey")),
    )
    op.create_index(
        op.f("care_duty_rosters_account_id_idx"), "care_duty_rosters", ["account_id"], unique=False
    )
    op.create_index(op.f("care_duty_rosters_made_by_idx"), "care_duty_rosters", ["made_by"], unique=False)
    op.create_index(
        op.f("care_duty_rosters_over_at_id_idx"), "care_duty_rosters", ["over_at", "id"], unique=False
    )
    op.create_index(
        op.f("care_duty_rosters_region_code_over_at_idx"),
        "care_duty_rosters",
        ["region_code", "over_at"],
        unique=False,
    )
    op.create_table(
        "care_devices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "button",
                "fall_detector",
                "smoke",
                "gas",
                "door",
                "mat",
                name="devicekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "last_event",
            sa.Enum(
                "alarm",
                "test",
                "low_battery",
                "offline",
                name="signalevent",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("silent_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["accounts.id"], name=op.f("care_devices_added_by_fkey")),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_devices_elder_id_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_devices_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_devices_pkey")),
    )
    op.create_index(op.f("care_devices_added_by_idx"), "care_devices", ["added_by"], unique=False)
    op.create_index(op.f("care_devices_elder_id_id_idx"), "care_devices", ["elder_id", "id"], unique=False)
    op.create_index(
        "care_devices_heard_idx",
        "care_devices",
        ["heard_at", "id"],
        unique=False,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index(
        op.f("care_devices_region_code_id_idx"), "care_devices", ["region_code", "id"], unique=False
    )
    op.create_index(
        "care_devices_serial_key",
        "care_devices",
        ["kind", "serial"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "care_alarms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fall",
                "unwell",
                "door_shut",
                "no_sign_of_life",
                "fire_or_gas",
                "missing",
                "help_button",
                "other",
                name="alarmkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "button",
                "phone",
                "device",
                "bystander",
                "caregiver",
                name="alarmsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "ringing",
                "acknowledged",
                "closed",
                name="alarmstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rings_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("repeat_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_name", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_name", sa.String(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "helped_on_the_spot",
                "ambulance",
                "police",
                "fire_brigade",
                "family_came",
                "nothing_found",
                "false_alarm",
                "other",
                name="alarmoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closing_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'acknowledged') <= (acknowledged_at IS NOT NULL)",
            name=op.f("care_alarms_acknowledged_check"),
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("care_alarms_closed_check")
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (next_step_at IS NULL)", name=op.f("care_alarms_rings_check")
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (outcome IS NOT NULL)", name=op.f("care_alarms_outcome_check")
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["accounts.id"], name=op.f("care_alarms_acknowledged_by_fkey")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["accounts.id"], name=op.f("care_alarms_closed_by_fkey")),
        sa.ForeignKeyConstraint(["device_id"], ["care_devices.id"], name=op.f("care_alarms_device_id_fkey")),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_alarms_elder_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_alarms_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["raised_by"], ["accounts.id"], name=op.f("care_alarms_raised_by_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("care_alarms_region_code_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_alarms_pkey")),
    )
    op.create_index(op.f("care_alarms_acknowledged_by_idx"), "care_alarms", ["acknowledged_by"], unique=False)
    op.create_index(
        op.f("care_alarms_closed_at_id_idx"),
        "care_alarms",
        ["closed_at", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index(op.f("care_alarms_closed_by_idx"), "care_alarms", ["closed_by"], unique=False)
    op.create_index(
        op.f("care_alarms_device_id_idx"),
        "care_alarms",
        ["device_id"],
        unique=False,
        postgresql_where=sa.text("device_id IS NOT NULL"),
    )
    op.create_index(
        "care_alarms_due_idx",
        "care_alarms",
        ["next_step_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('ringing', 'acknowledged')"),
    )
    op.create_index(op.f("care_alarms_elder_id_id_idx"), "care_alarms", ["elder_id", "id"], unique=False)
    op.create_index(
        op.f("care_alarms_organisation_id_id_idx"),
        "care_alarms",
        ["organisation_id", "id"],
        unique=False,
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    op.create_index(op.f("care_alarms_raised_by_idx"), "care_alarms", ["raised_by"], unique=False)
    op.create_index(
        op.f("care_alarms_region_code_id_idx"), "care_alarms", ["region_code", "id"], unique=False
    )
    op.create_index(
        op.f("care_alarms_region_code_raised_at_idx"),
        "care_alarms",
        ["region_code", "raised_at"],
        unique=False,
    )
    op.create_index(
        "care_alarms_standing_key",
        "care_alarms",
        ["elder_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status IN ('ringing', 'acknowledged')"),
    )
    op.create_table(
        "care_alarm_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "raised",
                "repeated",
                "acknowledged",
                "forgotten",
                "closed",
                name="alarmeventkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "button",
                "phone",
                "device",
                "bystander",
                "caregiver",
                name="alarmsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("care_alarm_events_account_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["care_alarms.id"], name=op.f("care_alarm_events_alarm_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_alarm_events_pkey")),
    )
    op.create_index(
        op.f("care_alarm_events_account_id_idx"), "care_alarm_events", ["account_id"], unique=False
    )
    op.create_index(
        op.f("care_alarm_events_alarm_id_id_idx"), "care_alarm_events", ["alarm_id", "id"], unique=False
    )
    op.create_table(
        "care_alarm_rings",
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "whom",
            sa.Enum(
                "contacts",
                "duty_desk",
                "grid_worker",
                "community_worker",
                "street",
                "district",
                name="whom",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("care_alarm_rings_account_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["care_alarms.id"], name=op.f("care_alarm_rings_alarm_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "alarm_id", "round", "step", "account_id", name=op.f("care_alarm_rings_pkey")
        ),
    )
    op.create_index(
        op.f("care_alarm_rings_account_id_alarm_id_idx"),
        "care_alarm_rings",
        ["account_id", "alarm_id"],
        unique=False,
    )
    op.create_table(
        "care_device_signals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "alarm",
                "test",
                "low_battery",
                "offline",
                name="signalevent",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alarm_id"],
            ["care_alarms.id"],
            name=op.f("care_device_signals_alarm_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["care_devices.id"], name=op.f("care_device_signals_device_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_device_signals_pkey")),
        sa.UniqueConstraint("device_id", "event_id", name=op.f("care_device_signals_device_id_event_id_key")),
    )
    op.create_index(
        op.f("care_device_signals_alarm_id_idx"),
        "care_device_signals",
        ["alarm_id"],
        unique=False,
        postgresql_where=sa.text("alarm_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_device_signals_received_at_id_idx"),
        "care_device_signals",
        ["received_at", "id"],
        unique=False,
    )
    op.add_column(
        "inbox_messages", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("inbox_messages", "urgent", server_default=None)
    ladder = sa.table("care_alarm_steps", sa.column("after_minutes"), sa.column("whom"))
    op.bulk_insert(ladder, [{"after_minutes": minutes, "whom": whom} for minutes, whom in _LADDER])


def downgrade() -> None:
    op.drop_column("inbox_messages", "urgent")
    op.drop_index(op.f("care_device_signals_received_at_id_idx"), table_name="care_device_signals")
    op.drop_index(
        op.f("care_device_signals_alarm_id_idx"),
        table_name="care_device_signals",
        postgresql_where=sa.text("alarm_id IS NOT NULL"),
    )
    op.drop_table("care_device_signals")
    op.drop_index(op.f("care_alarm_rings_account_id_alarm_id_idx"), table_name="care_alarm_rings")
    op.drop_table("care_alarm_rings")
    op.drop_index(op.f("care_alarm_events_alarm_id_id_idx"), table_name="care_alarm_events")
    op.drop_index(op.f("care_alarm_events_account_id_idx"), table_name="care_alarm_events")
    op.drop_table("care_alarm_events")
    op.drop_index(
        "care_alarms_standing_key",
        table_name="care_alarms",
        postgresql_where=sa.text("status IN ('ringing', 'acknowledged')"),
    )
    op.drop_index(op.f("care_alarms_region_code_raised_at_idx"), table_name="care_alarms")
    op.drop_index(op.f("care_alarms_region_code_id_idx"), table_name="care_alarms")
    op.drop_index(op.f("care_alarms_raised_by_idx"), table_name="care_alarms")
    op.drop_index(
        op.f("care_alarms_organisation_id_id_idx"),
        table_name="care_alarms",
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_alarms_elder_id_id_idx"), table_name="care_alarms")
    op.drop_index(
        "care_alarms_due_idx",
        table_name="care_alarms",
        postgresql_where=sa.text("status IN ('ringing', 'acknowledged')"),
    )
    op.drop_index(
        op.f("care_alarms_device_id_idx"),
        table_name="care_alarms",
        postgresql_where=sa.text("device_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_alarms_closed_by_idx"), table_name="care_alarms")
    op.drop_index(
        op.f("care_alarms_closed_at_id_idx"),
        table_name="care_alarms",
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.drop_index(op.f("care_alarms_acknowledged_by_idx"), table_name="care_alarms")
    op.drop_table("care_alarms")
    op.drop_index(
        "care_devices_serial_key", table_name="care_devices", postgresql_where=sa.text("removed_at IS NULL")
    )
    op.drop_index(op.f("care_devices_region_code_id_idx"), table_name="care_devices")
    op.drop_index(
        "care_devices_heard_idx", table_name="care_devices", postgresql_where=sa.text("removed_at IS NULL")
    )
    op.drop_index(op.f("care_devices_elder_id_id_idx"), table_name="care_devices")
    op.drop_index(op.f("care_devices_added_by_idx"), table_name="care_devices")
    op.drop_table("care_devices")
    op.drop_index(op.f("care_duty_rosters_region_code_over_at_idx"), table_name="care_duty_rosters")
    op.drop_index(op.f("care_duty_rosters_over_at_id_idx"), table_name="care_duty_rosters")
    op.drop_index(op.f("care_duty_rosters_made_by_idx"), table_name="care_duty_rosters")
    op.drop_index(op.f("care_duty_rosters_account_id_idx"), table_name="care_duty_rosters")
    op.drop_table("care_duty_rosters")
    op.drop_table("care_alarm_steps")
