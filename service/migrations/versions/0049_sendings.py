"""What is told goes out by channels: sendings, the channels' state, WeChat credits, e-mail addresses, and preferences."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_CHANNELS = ("inbox", "wechat", "sms", "voice", "email", "web_push")


def upgrade() -> None:
    _let_messages_be_told_once()
    _let_preferences_grow()
    _create_sendings()
    _create_channel_states()
    _create_wechat_credits()
    _create_email_addresses()


def downgrade() -> None:
    for table in ("email_addresses", "wechat_credits", "channel_states", "sendings"):
        op.drop_table(table)
    op.drop_constraint(op.f("inbox_preferences_quiet_hours_check"), "inbox_preferences")
    for column in ("quiet_until", "quiet_from", "switched_off"):
        op.drop_column("inbox_preferences", column)
    op.drop_index(op.f("inbox_messages_told_key_account_id_idx"), table_name="inbox_messages")
    op.drop_column("inbox_messages", "told_key")
    # Every message that there is was delivered to its inbox.
    delivered = """'[{"channel": "inbox", "result": "delivered"}]'"""
    op.add_column(
        "inbox_messages",
        sa.Column("deliveries", postgresql.JSONB(), nullable=False, server_default=sa.text(delivered)),
    )
    op.alter_column("inbox_messages", "deliveries", server_default=None)


def _let_messages_be_told_once() -> None:
    op.drop_column("inbox_messages", "deliveries")
    op.add_column("inbox_messages", sa.Column("told_key", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("inbox_messages_told_key_account_id_idx"),
        "inbox_messages",
        ["told_key", "account_id"],
        unique=True,
        postgresql_where=sa.text("told_key IS NOT NULL"),
    )


def _let_preferences_grow() -> None:
    op.add_column(
        "inbox_preferences",
        sa.Column("switched_off", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.alter_column("inbox_preferences", "switched_off", server_default=None)
    for column in ("quiet_from", "quiet_until"):
        op.add_column("inbox_preferences", sa.Column(column, sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("inbox_preferences_quiet_hours_check"),
        "inbox_preferences",
        "(quiet_from IS NULL) = (quiet_until IS NULL)",
    )


def _channel() -> sa.Enum:
    return sa.Enum(*_CHANNELS, name="channel", native_enum=False, create_constraint=True, length=40)


def _create_sendings() -> None:
    status = sa.Enum(
        "waiting",
        "sent",
        "failed",
        "skipped",
        "dead",
        name="sendingstatus",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "sendings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", _channel(), nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("phone_of", sa.Uuid(), nullable=True),
        sa.Column("inbox_message_id", sa.Uuid(), nullable=True),
        sa.Column("once_key", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=True),
        sa.Column("tells_key", sa.Uuid(), nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("credit_held", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("next_try_at", _MOMENT, nullable=False),
        sa.Column("give_up_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint("(status = 'waiting') = (ended_at IS NULL)", name=op.f("sendings_ended_check")),
        sa.CheckConstraint(
            "status <> 'waiting' OR content IS NOT NULL", name=op.f("sendings_has_content_check")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("sendings_account_id_fkey")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("sendings_resident_id_fkey")),
        sa.ForeignKeyConstraint(["phone_of"], ["residents.id"], name=op.f("sendings_phone_of_fkey")),
        sa.ForeignKeyConstraint(
            ["inbox_message_id"],
            ["inbox_messages.id"],
            name=op.f("sendings_inbox_message_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("sendings_pkey")),
        sa.UniqueConstraint("once_key", name=op.f("sendings_once_key_key")),
    )
    for column in ("account_id", "resident_id", "phone_of", "inbox_message_id", "provider_id"):
        op.create_index(
            op.f(f"sendings_{column}_idx"),
            "sendings",
            [column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    op.create_index(op.f("sendings_made_at_idx"), "sendings", ["made_at"])
    op.create_index(
        "sendings_due_idx",
        "sendings",
        ["channel", "next_try_at", "id"],
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "sendings_status_idx", "sendings", ["status", "id"], postgresql_where=sa.text("status <> 'sent'")
    )


def _create_channel_states() -> None:
    op.create_table(
        "channel_states",
        sa.Column("channel", _channel(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", _MOMENT, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("window_at", _MOMENT, nullable=False),
        sa.Column("window_sent", sa.Integer(), nullable=False),
        sa.CheckConstraint("failures >= 0", name=op.f("channel_states_failures_check")),
        sa.PrimaryKeyConstraint("channel", name=op.f("channel_states_pkey")),
    )


def _create_wechat_credits() -> None:
    op.create_table(
        "wechat_credits",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.CheckConstraint("credits >= 0", name=op.f("wechat_credits_credits_check")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("wechat_credits_account_id_fkey")),
        sa.PrimaryKeyConstraint("account_id", "template", name=op.f("wechat_credits_pkey")),
    )


def _create_email_addresses() -> None:
    op.create_table(
        "email_addresses",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=True),
        sa.Column("code_until", _MOMENT, nullable=True),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (code_id IS NOT NULL)", name=op.f("email_addresses_confirmed_check")
        ),
        sa.CheckConstraint(
            "(code_id IS NULL) = (code_until IS NULL)", name=op.f("email_addresses_code_check")
        ),
        sa.CheckConstraint("tries_left >= 0", name=op.f("email_addresses_tries_left_check")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("email_addresses_account_id_fkey")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("email_addresses_pkey")),
    )
