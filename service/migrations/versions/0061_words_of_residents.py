"""What else residents write is seen by others once it was looked at; who wrote a text stands beside it.

A booking's reason, an appeal against a no-show, and what somebody who asks to act for an elder says of themself. What was
written before this stays as it is shown.
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_CHECKED = ("bookings", "activities")


def upgrade() -> None:
    for table in _CHECKED:
        op.add_column(table, sa.Column("content_by", sa.Uuid(), nullable=True))
        _name_authors(table)
    _add("bookings", "reason")
    _add("no_shows", "content")
    _add("proxies", "content")
    op.add_column(
        "proxies", sa.Column("is_name_checked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("proxies", "is_name_checked", server_default=None)


def downgrade() -> None:
    op.drop_column("proxies", "is_name_checked")
    _drop("proxies", "content")
    _drop("no_shows", "content")
    _drop("bookings", "reason")
    for table in reversed(_CHECKED):
        op.drop_column(table, "content_by")


def _name_authors(table: str) -> None:
    """By the check, as long as that is kept; else by who made what the text belongs to."""
    names = ("content_by", "content_check_id", "content_state", "created_by")
    rows = sa.table(table, *(sa.column(name) for name in names))
    checks = sa.table("content_checks", sa.column("id"), sa.column("author_id"))
    author = sa.select(checks.c.author_id).where(checks.c.id == rows.c.content_check_id).scalar_subquery()
    written = rows.update().where(rows.c.content_state.is_not(None))
    op.execute(written.values(content_by=sa.func.coalesce(author, rows.c.created_by)))


def _add(table: str, which: str) -> None:
    state = sa.Enum(
        "checking",
        "passed",
        "blocked",
        name="reason_state" if which == "reason" else "contentstate",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.add_column(table, sa.Column(f"{which}_state", state, nullable=True))
    op.add_column(table, sa.Column(f"{which}_by", sa.Uuid(), nullable=True))
    op.add_column(table, sa.Column(f"{which}_check_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f(f"{table}_{which}_check_id_idx"),
        table,
        [f"{which}_check_id"],
        postgresql_where=sa.text(f"{which}_check_id IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f(f"{table}_{which}_check_id_fkey"),
        table,
        "content_checks",
        [f"{which}_check_id"],
        ["id"],
        ondelete="SET NULL",
        initially="DEFERRED",
        deferrable=True,
    )


def _drop(table: str, which: str) -> None:
    op.drop_constraint(op.f(f"{table}_{which}_check_id_fkey"), table, type_="foreignkey")
    op.drop_index(op.f(f"{table}_{which}_check_id_idx"), table_name=table)
    for column in (f"{which}_check_id", f"{which}_by", f"{which}_state"):
        op.drop_column(table, column)
