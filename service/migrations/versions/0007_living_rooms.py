"""The tables of living_rooms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "living_rooms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=9, scale=6, asdecimal=False), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6, asdecimal=False), nullable=True),
        sa.Column("capacity_min", sa.Integer(), nullable=False),
        sa.Column("capacity_max", sa.Integer(), nullable=False),
        sa.Column("facilities", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("keeper_name", sa.String(), nullable=True),
        sa.Column("keeper_phone", sa.String(), nullable=True),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "capacity_min >= 1 AND capacity_max >= capacity_min", name=op.f("living_rooms_capacity_check")
        ),
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name=op.f("living_rooms_place_check"),
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("living_rooms_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("living_rooms_pkey")),
    )
    op.create_index(
        op.f("living_rooms_region_code_id_idx"), "living_rooms", ["region_code", "id"], unique=False
    )
    op.create_table(
        "booking_counters",
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("booking_counters_used_check")),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("booking_counters_living_room_id_fkey")
        ),
        sa.PrimaryKeyConstraint("holder_id", "living_room_id", "period", name=op.f("booking_counters_pkey")),
    )
    op.create_index(
        op.f("booking_counters_living_room_id_idx"), "booking_counters", ["living_room_id"], unique=False
    )
    op.create_table(
        "booking_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("counts_as_active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("booking_series_living_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("booking_series_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("booking_series_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("booking_series_pkey")),
    )
    op.create_index(
        op.f("booking_series_living_room_id_idx"), "booking_series", ["living_room_id"], unique=False
    )
    op.create_index(
        op.f("booking_series_organisation_id_idx"), "booking_series", ["organisation_id"], unique=False
    )
    op.create_index(op.f("booking_series_resident_id_idx"), "booking_series", ["resident_id"], unique=False)
    op.create_table(
        "booking_suspensions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("booking_suspensions_stretch_check")),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("booking_suspensions_living_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("booking_suspensions_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("booking_suspensions_pkey")),
    )
    op.create_index(
        op.f("booking_suspensions_living_room_id_idx"),
        "booking_suspensions",
        ["living_room_id"],
        unique=False,
    )
    op.create_index(
        op.f("booking_suspensions_resident_id_ends_at_idx"),
        "booking_suspensions",
        ["resident_id", "ends_at"],
        unique=False,
    )
    op.create_table(
        "calendar_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "room", "mine", name="calendarkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'room') = (living_room_id IS NOT NULL)", name=op.f("calendar_links_place_check")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("calendar_links_account_id_fkey")),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("calendar_links_living_room_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("calendar_links_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("calendar_links_token_hash_key")),
    )
    op.create_index(
        op.f("calendar_links_account_id_id_idx"), "calendar_links", ["account_id", "id"], unique=False
    )
    op.create_index(
        op.f("calendar_links_living_room_id_idx"), "calendar_links", ["living_room_id"], unique=False
    )
    op.create_table(
        "room_closures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("room_closures_stretch_check")),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("room_closures_living_room_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("room_closures_pkey")),
    )
    op.create_index(
        op.f("room_closures_living_room_id_ends_at_id_idx"),
        "room_closures",
        ["living_room_id", "ends_at", "id"],
        unique=False,
    )
    op.create_table(
        "room_holiday_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.CheckConstraint("(opens IS NULL) = (closes IS NULL)", name=op.f("room_holiday_hours_both_check")),
        sa.CheckConstraint(
            "opens >= 0 AND closes > opens AND closes <= 1440", name=op.f("room_holiday_hours_stretch_check")
        ),
        sa.ForeignKeyConstraint(
            ["living_room_id"],
            ["living_rooms.id"],
            name=op.f("room_holiday_hours_living_room_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("room_holiday_hours_pkey")),
    )
    op.create_index(
        op.f("room_holiday_hours_living_room_id_date_opens_idx"),
        "room_holiday_hours",
        ["living_room_id", "date", "opens"],
        unique=True,
    )
    op.create_table(
        "room_opening_hours",
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opens >= 0 AND closes > opens AND closes <= 1440", name=op.f("room_opening_hours_stretch_check")
        ),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("room_opening_hours_weekday_check")),
        sa.ForeignKeyConstraint(
            ["living_room_id"],
            ["living_rooms.id"],
            name=op.f("room_opening_hours_living_room_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("living_room_id", "weekday", "opens", name=op.f("room_opening_hours_pkey")),
    )
    op.create_table(
        "room_policies",
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("advance_days", sa.Integer(), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=False),
        sa.Column("cancel_before_minutes", sa.Integer(), nullable=False),
        sa.Column("checkin_before_minutes", sa.Integer(), nullable=False),
        sa.Column("checkin_after_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("active_quota", sa.Integer(), nullable=False),
        sa.Column("monthly_minutes_quota", sa.Integer(), nullable=False),
        sa.Column("organisation_active_quota", sa.Integer(), nullable=False),
        sa.Column("organisation_monthly_minutes_quota", sa.Integer(), nullable=False),
        sa.Column("approval_headcount", sa.Integer(), nullable=True),
        sa.Column("approval_hold_minutes", sa.Integer(), nullable=False),
        sa.Column("offer_minutes", sa.Integer(), nullable=False),
        sa.Column("no_show_limit", sa.Integer(), nullable=False),
        sa.Column("no_show_window_days", sa.Integer(), nullable=False),
        sa.Column("suspension_days", sa.Integer(), nullable=False),
        sa.Column(
            "open_to",
            sa.Enum(
                "community",
                "street",
                "district",
                name="opento",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "buffer_minutes >= 0 AND buffer_minutes % 15 = 0", name=op.f("room_policies_buffer_check")
        ),
        sa.CheckConstraint("max_minutes >= slot_minutes", name=op.f("room_policies_max_check")),
        sa.CheckConstraint(
            "slot_minutes > 0 AND slot_minutes % 15 = 0", name=op.f("room_policies_slot_check")
        ),
        sa.ForeignKeyConstraint(
            ["living_room_id"],
            ["living_rooms.id"],
            name=op.f("room_policies_living_room_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("living_room_id", name=op.f("room_policies_pkey")),
    )
    op.create_table(
        "room_screen_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("room_screen_tokens_living_room_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("room_screen_tokens_pkey")),
        sa.UniqueConstraint("living_room_id", name=op.f("room_screen_tokens_living_room_id_key")),
        sa.UniqueConstraint("token_hash", name=op.f("room_screen_tokens_token_hash_key")),
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "deliberation",
                "mediation",
                "volunteering",
                "recreation",
                "parent_child",
                "lecture",
                "elderly_activity",
                "convenience_service",
                "party_building",
                "meeting",
                "other",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "confirmed",
                "checked_in",
                "completed",
                "rejected",
                "cancelled",
                "no_show",
                "expired",
                name="bookingstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at_desk", sa.Boolean(), nullable=False),
        sa.Column("counts_as_active", sa.Boolean(), nullable=False),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("cancelled_late", sa.Boolean(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_count", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("bookings_stretch_check")),
        sa.CheckConstraint("headcount > 0", name=op.f("bookings_headcount_check")),
        sa.CheckConstraint(
            "resident_id IS NULL OR organisation_id IS NULL", name=op.f("bookings_holder_check")
        ),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("bookings_living_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("bookings_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("bookings_region_code_fkey")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("bookings_resident_id_fkey")),
        sa.ForeignKeyConstraint(["series_id"], ["booking_series.id"], name=op.f("bookings_series_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("bookings_pkey")),
    )
    op.create_index(
        op.f("bookings_living_room_id_starts_at_id_idx"),
        "bookings",
        ["living_room_id", "starts_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("bookings_organisation_id_starts_at_id_idx"),
        "bookings",
        ["organisation_id", "starts_at", "id"],
        unique=False,
        postgresql_where="organisation_id IS NOT NULL",
    )
    op.create_index(
        op.f("bookings_region_code_starts_at_id_idx"),
        "bookings",
        ["region_code", "starts_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("bookings_resident_id_starts_at_id_idx"),
        "bookings",
        ["resident_id", "starts_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("bookings_series_id_idx"),
        "bookings",
        ["series_id"],
        unique=False,
        postgresql_where="series_id IS NOT NULL",
    )
    op.create_index(
        "bookings_standing_idx",
        "bookings",
        ["starts_at"],
        unique=False,
        postgresql_where="status IN ('pending', 'confirmed', 'checked_in')",
    )
    op.create_index(op.f("bookings_starts_at_id_idx"), "bookings", ["starts_at", "id"], unique=False)
    op.create_table(
        "no_shows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "appeal",
            sa.Enum(
                "open",
                "accepted",
                "rejected",
                name="appealstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("appeal_reason", sa.String(), nullable=True),
        sa.Column("appeal_answer", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("no_shows_booking_id_fkey")),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("no_shows_living_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("no_shows_resident_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("no_shows_pkey")),
        sa.UniqueConstraint("booking_id", name=op.f("no_shows_booking_id_key")),
    )
    op.create_index(op.f("no_shows_living_room_id_idx"), "no_shows", ["living_room_id"], unique=False)
    op.create_index(
        op.f("no_shows_resident_id_happened_at_idx"), "no_shows", ["resident_id", "happened_at"], unique=False
    )
    op.create_table(
        "waitlist_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "offered",
                "accepted",
                "declined",
                "lapsed",
                name="waitliststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("offered_room_id", sa.Uuid(), nullable=True),
        sa.Column("offered_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("lasts_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_again_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'offered' OR offer_expires_at IS NOT NULL", name=op.f("waitlist_entries_offer_check")
        ),
        sa.CheckConstraint(
            "(living_room_id IS NULL) <> (region_code IS NULL)", name=op.f("waitlist_entries_where_check")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("waitlist_entries_stretch_check")),
        sa.CheckConstraint("minutes > 0 AND headcount > 0", name=op.f("waitlist_entries_amounts_check")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("waitlist_entries_booking_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("waitlist_entries_living_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["offered_room_id"], ["living_rooms.id"], name=op.f("waitlist_entries_offered_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("waitlist_entries_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("waitlist_entries_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("waitlist_entries_pkey")),
    )
    op.create_index(op.f("waitlist_entries_booking_id_idx"), "waitlist_entries", ["booking_id"], unique=False)
    op.create_index(
        op.f("waitlist_entries_lasts_until_idx"),
        "waitlist_entries",
        ["lasts_until"],
        unique=False,
        postgresql_where="status = 'waiting'",
    )
    op.create_index(
        op.f("waitlist_entries_living_room_id_ends_at_idx"),
        "waitlist_entries",
        ["living_room_id", "ends_at"],
        unique=False,
        postgresql_where="status = 'waiting'",
    )
    op.create_index(
        op.f("waitlist_entries_look_again_at_idx"),
        "waitlist_entries",
        ["look_again_at"],
        unique=False,
        postgresql_where="status = 'waiting'",
    )
    op.create_index(
        op.f("waitlist_entries_offer_expires_at_idx"),
        "waitlist_entries",
        ["offer_expires_at"],
        unique=False,
        postgresql_where="status = 'offered'",
    )
    op.create_index(
        op.f("waitlist_entries_offered_room_id_idx"), "waitlist_entries", ["offered_room_id"], unique=False
    )
    op.create_index(
        op.f("waitlist_entries_region_code_ends_at_idx"),
        "waitlist_entries",
        ["region_code", "ends_at"],
        unique=False,
        postgresql_where="status = 'waiting'",
    )
    op.create_index(
        op.f("waitlist_entries_resident_id_id_idx"), "waitlist_entries", ["resident_id", "id"], unique=False
    )
    op.create_index(
        "waitlist_entries_same_wish_key",
        "waitlist_entries",
        ["resident_id", "living_room_id", "region_code", "starts_at", "ends_at"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where="status IN ('waiting', 'offered')",
    )
    op.create_table(
        "booked_grains",
        sa.Column("living_room_id", sa.Uuid(), nullable=False),
        sa.Column("grain", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("waitlist_entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(booking_id IS NULL) <> (waitlist_entry_id IS NULL)", name=op.f("booked_grains_holder_check")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("booked_grains_booking_id_fkey")),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("booked_grains_living_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["waitlist_entry_id"], ["waitlist_entries.id"], name=op.f("booked_grains_waitlist_entry_id_fkey")
        ),
        sa.PrimaryKeyConstraint("living_room_id", "grain", name=op.f("booked_grains_pkey")),
    )
    op.create_index(op.f("booked_grains_booking_id_idx"), "booked_grains", ["booking_id"], unique=False)
    op.create_index(
        op.f("booked_grains_waitlist_entry_id_idx"),
        "booked_grains",
        ["waitlist_entry_id"],
        unique=False,
        postgresql_where="waitlist_entry_id IS NOT NULL",
    )


def downgrade() -> None:
    op.drop_index(
        op.f("booked_grains_waitlist_entry_id_idx"),
        table_name="booked_grains",
        postgresql_where="waitlist_entry_id IS NOT NULL",
    )
    op.drop_index(op.f("booked_grains_booking_id_idx"), table_name="booked_grains")
    op.drop_table("booked_grains")
    op.drop_index(
        "waitlist_entries_same_wish_key",
        table_name="waitlist_entries",
        postgresql_nulls_not_distinct=True,
        postgresql_where="status IN ('waiting', 'offered')",
    )
    op.drop_index(op.f("waitlist_entries_resident_id_id_idx"), table_name="waitlist_entries")
    op.drop_index(
        op.f("waitlist_entries_region_code_ends_at_idx"),
        table_name="waitlist_entries",
        postgresql_where="status = 'waiting'",
    )
    op.drop_index(op.f("waitlist_entries_offered_room_id_idx"), table_name="waitlist_entries")
    op.drop_index(
        op.f("waitlist_entries_offer_expires_at_idx"),
        table_name="waitlist_entries",
        postgresql_where="status = 'offered'",
    )
    op.drop_index(
        op.f("waitlist_entries_look_again_at_idx"),
        table_name="waitlist_entries",
        postgresql_where="status = 'waiting'",
    )
    op.drop_index(
        op.f("waitlist_entries_living_room_id_ends_at_idx"),
        table_name="waitlist_entries",
        postgresql_where="status = 'waiting'",
    )
    op.drop_index(
        op.f("waitlist_entries_lasts_until_idx"),
        table_name="waitlist_entries",
        postgresql_where="status = 'waiting'",
    )
    op.drop_index(op.f("waitlist_entries_booking_id_idx"), table_name="waitlist_entries")
    op.drop_table("waitlist_entries")
    op.drop_index(op.f("no_shows_resident_id_happened_at_idx"), table_name="no_shows")
    op.drop_index(op.f("no_shows_living_room_id_idx"), table_name="no_shows")
    op.drop_table("no_shows")
    op.drop_index(op.f("bookings_starts_at_id_idx"), table_name="bookings")
    op.drop_index(
        "bookings_standing_idx",
        table_name="bookings",
        postgresql_where="status IN ('pending', 'confirmed', 'checked_in')",
    )
    op.drop_index(
        op.f("bookings_series_id_idx"), table_name="bookings", postgresql_where="series_id IS NOT NULL"
    )
    op.drop_index(op.f("bookings_resident_id_starts_at_id_idx"), table_name="bookings")
    op.drop_index(op.f("bookings_region_code_starts_at_id_idx"), table_name="bookings")
    op.drop_index(
        op.f("bookings_organisation_id_starts_at_id_idx"),
        table_name="bookings",
        postgresql_where="organisation_id IS NOT NULL",
    )
    op.drop_index(op.f("bookings_living_room_id_starts_at_id_idx"), table_name="bookings")
    op.drop_table("bookings")
    op.drop_table("room_screen_tokens")
    op.drop_table("room_policies")
    op.drop_table("room_opening_hours")
    op.drop_index(op.f("room_holiday_hours_living_room_id_date_opens_idx"), table_name="room_holiday_hours")
    op.drop_table("room_holiday_hours")
    op.drop_index(op.f("room_closures_living_room_id_ends_at_id_idx"), table_name="room_closures")
    op.drop_table("room_closures")
    op.drop_index(op.f("calendar_links_living_room_id_idx"), table_name="calendar_links")
    op.drop_index(op.f("calendar_links_account_id_id_idx"), table_name="calendar_links")
    op.drop_table("calendar_links")
    op.drop_index(op.f("booking_suspensions_resident_id_ends_at_idx"), table_name="booking_suspensions")
    op.drop_index(op.f("booking_suspensions_living_room_id_idx"), table_name="booking_suspensions")
    op.drop_table("booking_suspensions")
    op.drop_index(op.f("booking_series_resident_id_idx"), table_name="booking_series")
    op.drop_index(op.f("booking_series_organisation_id_idx"), table_name="booking_series")
    op.drop_index(op.f("booking_series_living_room_id_idx"), table_name="booking_series")
    op.drop_table("booking_series")
    op.drop_index(op.f("booking_counters_living_room_id_idx"), table_name="booking_counters")
    op.drop_table("booking_counters")
    op.drop_index(op.f("living_rooms_region_code_id_idx"), table_name="living_rooms")
    op.drop_table("living_rooms")
