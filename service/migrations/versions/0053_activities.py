"""Activities: what people are invited to, its places, who has one, who waits, who was there and how it was."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column(
            "kind",
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
                name="activitykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("living_room_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("room_lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_up_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_up_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancel_before_minutes", sa.Integer(), nullable=False),
        sa.Column("offer_minutes", sa.Integer(), nullable=False),
        sa.Column("volunteer_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in_review",
                "published",
                "completed",
                "cancelled",
                name="activitystatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'published' OR published_at IS NOT NULL", name=op.f("activities_published_check")
        ),
        sa.CheckConstraint(
            "booking_id IS NULL OR living_room_id IS NOT NULL", name=op.f("activities_booking_check")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("activities_stretch_check")),
        sa.CheckConstraint("sign_up_opens_at < sign_up_closes_at", name=op.f("activities_window_check")),
        sa.CheckConstraint("volunteer_minutes >= 0", name=op.f("activities_volunteer_minutes_check")),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("activities_booking_id_fkey")),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name=op.f("activities_created_by_fkey")),
        sa.ForeignKeyConstraint(
            ["living_room_id"], ["living_rooms.id"], name=op.f("activities_living_room_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("activities_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["published_by"], ["accounts.id"], name=op.f("activities_published_by_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("activities_region_code_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("activities_pkey")),
    )
    op.create_index(
        op.f("activities_booking_id_idx"),
        "activities",
        ["booking_id"],
        unique=True,
        postgresql_where="booking_id IS NOT NULL",
    )
    op.create_index(op.f("activities_created_by_idx"), "activities", ["created_by"], unique=False)
    op.create_index(op.f("activities_living_room_id_idx"), "activities", ["living_room_id"], unique=False)
    op.create_index(
        op.f("activities_organisation_id_starts_at_id_idx"),
        "activities",
        ["organisation_id", "starts_at", "id"],
        unique=False,
        postgresql_where="organisation_id IS NOT NULL",
    )
    op.create_index(op.f("activities_published_by_idx"), "activities", ["published_by"], unique=False)
    op.create_index(
        op.f("activities_region_code_starts_at_id_idx"),
        "activities",
        ["region_code", "starts_at", "id"],
        unique=False,
    )
    op.create_index(op.f("activities_starts_at_id_idx"), "activities", ["starts_at", "id"], unique=False)
    op.create_index(
        "activities_to_complete_idx",
        "activities",
        ["ends_at"],
        unique=False,
        postgresql_where="status = 'published'",
    )
    op.create_index(
        "activities_without_room_idx",
        "activities",
        ["starts_at"],
        unique=False,
        postgresql_where="room_lost_at IS NOT NULL",
    )
    op.create_table(
        "activity_places",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name=op.f("activity_places_taken_check")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("activity_places_activity_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("activity_places_pkey")),
    )
    op.create_table(
        "activity_regions",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("activity_regions_activity_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("activity_regions_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("activity_id", "region_code", name=op.f("activity_regions_pkey")),
    )
    op.create_index(
        op.f("activity_regions_region_code_idx"), "activity_regions", ["region_code"], unique=False
    )
    op.create_table(
        "activity_sign_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("brought_by", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "signed_up",
                "attended",
                "absent",
                "cancelled",
                name="signupstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ended_by",
            sa.Enum(
                "holder",
                "organiser",
                "activity",
                "departure",
                "merge",
                name="signupend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("cancelled_late", sa.Boolean(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("told_times", sa.Integer(), nullable=False),
        sa.Column("withdrawn_times", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.CheckConstraint(
            "(status = 'cancelled') = (ended_by IS NOT NULL)", name=op.f("activity_sign_ups_ended_by_check")
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("activity_sign_ups_minutes_check")),
        sa.CheckConstraint(
            "told_times - withdrawn_times BETWEEN 0 AND 1", name=op.f("activity_sign_ups_told_check")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("activity_sign_ups_activity_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["brought_by"], ["residents.id"], name=op.f("activity_sign_ups_brought_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("activity_sign_ups_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("activity_sign_ups_pkey")),
    )
    op.create_index(
        op.f("activity_sign_ups_activity_id_id_idx"), "activity_sign_ups", ["activity_id", "id"], unique=False
    )
    op.create_index(
        op.f("activity_sign_ups_brought_by_id_idx"),
        "activity_sign_ups",
        ["brought_by", "id"],
        unique=False,
        postgresql_where="brought_by IS NOT NULL",
    )
    op.create_index(
        op.f("activity_sign_ups_resident_id_id_idx"), "activity_sign_ups", ["resident_id", "id"], unique=False
    )
    op.create_index(
        "activity_sign_ups_standing_key",
        "activity_sign_ups",
        ["activity_id", "resident_id"],
        unique=True,
        postgresql_where="status <> 'cancelled'",
    )
    op.create_index(
        "activity_sign_ups_to_tell_idx",
        "activity_sign_ups",
        ["activity_id"],
        unique=False,
        postgresql_where="status = 'attended' AND told_times = withdrawn_times",
    )
    op.create_table(
        "activity_tags",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("tag_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("activity_tags_activity_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tag_code"], ["tags.code"], name=op.f("activity_tags_tag_code_fkey")),
        sa.PrimaryKeyConstraint("activity_id", "tag_code", name=op.f("activity_tags_pkey")),
    )
    op.create_index(op.f("activity_tags_tag_code_idx"), "activity_tags", ["tag_code"], unique=False)
    op.create_table(
        "activity_feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("sign_up_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("activity_feedback_rating_check")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("activity_feedback_activity_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["activity_sign_ups.id"], name=op.f("activity_feedback_sign_up_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("activity_feedback_pkey")),
        sa.UniqueConstraint("sign_up_id", name=op.f("activity_feedback_sign_up_id_key")),
    )
    op.create_index(
        op.f("activity_feedback_activity_id_id_idx"), "activity_feedback", ["activity_id", "id"], unique=False
    )
    op.create_table(
        "activity_waits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("brought_by", sa.Uuid(), nullable=True),
        sa.Column("sign_up_id", sa.Uuid(), nullable=True),
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
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lasts_until", sa.DateTime(timezone=True), nullable=False),
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
            "status <> 'offered' OR offer_expires_at IS NOT NULL", name=op.f("activity_waits_offer_check")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("activity_waits_activity_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["brought_by"], ["residents.id"], name=op.f("activity_waits_brought_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("activity_waits_resident_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["activity_sign_ups.id"], name=op.f("activity_waits_sign_up_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("activity_waits_pkey")),
    )
    op.create_index(
        op.f("activity_waits_activity_id_id_idx"), "activity_waits", ["activity_id", "id"], unique=False
    )
    op.create_index(
        op.f("activity_waits_brought_by_id_idx"),
        "activity_waits",
        ["brought_by", "id"],
        unique=False,
        postgresql_where="brought_by IS NOT NULL",
    )
    op.create_index(
        op.f("activity_waits_lasts_until_idx"),
        "activity_waits",
        ["lasts_until"],
        unique=False,
        postgresql_where="status = 'waiting'",
    )
    op.create_index(
        "activity_waits_line_idx",
        "activity_waits",
        ["activity_id", "created_at", "id"],
        unique=False,
        postgresql_where="status = 'waiting'",
    )
    op.create_index(
        op.f("activity_waits_offer_expires_at_idx"),
        "activity_waits",
        ["offer_expires_at"],
        unique=False,
        postgresql_where="status = 'offered'",
    )
    op.create_index(
        op.f("activity_waits_resident_id_id_idx"), "activity_waits", ["resident_id", "id"], unique=False
    )
    op.create_index(op.f("activity_waits_sign_up_id_idx"), "activity_waits", ["sign_up_id"], unique=False)
    op.create_index(
        "activity_waits_standing_key",
        "activity_waits",
        ["activity_id", "resident_id"],
        unique=True,
        postgresql_where="status IN ('waiting', 'offered')",
    )


def downgrade() -> None:
    op.drop_index(
        "activity_waits_standing_key",
        table_name="activity_waits",
        postgresql_where="status IN ('waiting', 'offered')",
    )
    op.drop_index(op.f("activity_waits_sign_up_id_idx"), table_name="activity_waits")
    op.drop_index(op.f("activity_waits_resident_id_id_idx"), table_name="activity_waits")
    op.drop_index(
        op.f("activity_waits_offer_expires_at_idx"),
        table_name="activity_waits",
        postgresql_where="status = 'offered'",
    )
    op.drop_index(
        "activity_waits_line_idx", table_name="activity_waits", postgresql_where="status = 'waiting'"
    )
    op.drop_index(
        op.f("activity_waits_lasts_until_idx"),
        table_name="activity_waits",
        postgresql_where="status = 'waiting'",
    )
    op.drop_index(
        op.f("activity_waits_brought_by_id_idx"),
        table_name="activity_waits",
        postgresql_where="brought_by IS NOT NULL",
    )
    op.drop_index(op.f("activity_waits_activity_id_id_idx"), table_name="activity_waits")
    op.drop_table("activity_waits")
    op.drop_index(op.f("activity_feedback_activity_id_id_idx"), table_name="activity_feedback")
    op.drop_table("activity_feedback")
    op.drop_index(op.f("activity_tags_tag_code_idx"), table_name="activity_tags")
    op.drop_table("activity_tags")
    op.drop_index(
        "activity_sign_ups_to_tell_idx",
        table_name="activity_sign_ups",
        postgresql_where="status = 'attended' AND told_times = withdrawn_times",
    )
    op.drop_index(
        "activity_sign_ups_standing_key",
        table_name="activity_sign_ups",
        postgresql_where="status <> 'cancelled'",
    )
    op.drop_index(op.f("activity_sign_ups_resident_id_id_idx"), table_name="activity_sign_ups")
    op.drop_index(
        op.f("activity_sign_ups_brought_by_id_idx"),
        table_name="activity_sign_ups",
        postgresql_where="brought_by IS NOT NULL",
    )
    op.drop_index(op.f("activity_sign_ups_activity_id_id_idx"), table_name="activity_sign_ups")
    op.drop_table("activity_sign_ups")
    op.drop_index(op.f("activity_regions_region_code_idx"), table_name="activity_regions")
    op.drop_table("activity_regions")
    op.drop_table("activity_places")
    op.drop_index(
        "activities_without_room_idx", table_name="activities", postgresql_where="room_lost_at IS NOT NULL"
    )
    op.drop_index(
        "activities_to_complete_idx", table_name="activities", postgresql_where="status = 'published'"
    )
    op.drop_index(op.f("activities_starts_at_id_idx"), table_name="activities")
    op.drop_index(op.f("activities_region_code_starts_at_id_idx"), table_name="activities")
    op.drop_index(op.f("activities_published_by_idx"), table_name="activities")
    op.drop_index(
        op.f("activities_organisation_id_starts_at_id_idx"),
        table_name="activities",
        postgresql_where="organisation_id IS NOT NULL",
    )
    op.drop_index(op.f("activities_living_room_id_idx"), table_name="activities")
    op.drop_index(op.f("activities_created_by_idx"), table_name="activities")
    op.drop_index(
        op.f("activities_booking_id_idx"), table_name="activities", postgresql_where="booking_id IS NOT NULL"
    )
    op.drop_table("activities")
