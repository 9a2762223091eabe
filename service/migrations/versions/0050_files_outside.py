"""Bodies of files may lie outside the database; whatever object nothing refers to any more is noted."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_NOTE = """
CREATE FUNCTION note_file_leftover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO file_leftovers (name, due_at) VALUES (OLD.object_name, coalesce(OLD.stored_at, OLD.storing_until))
    ON CONFLICT DO NOTHING;
    RETURN OLD;
END $$
"""
_TRIGGER = """
CREATE TRIGGER files_leave_no_object BEFORE DELETE ON files
FOR EACH ROW WHEN (OLD.object_name IS NOT NULL) EXECUTE FUNCTION note_file_leftover()
"""
# Without its columns the database would not know where the bodies are.
_REFUSE = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM files WHERE stored_at IS NOT NULL) OR EXISTS (SELECT FROM file_leftovers) THEN
        RAISE EXCEPTION 'bring the files back into the database first: flask files bring-back';
    END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "file_leftovers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("file_leftovers_pkey")),
    )
    op.create_index(op.f("file_leftovers_due_at_idx"), "file_leftovers", ["due_at"])
    op.add_column("files", sa.Column("object_name", sa.String(), nullable=True))
    op.add_column("files", sa.Column("storing_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("files", sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("files_object_name_idx", "files", ["object_name"], unique=True)
    op.create_index("files_in_database_idx", "files", ["id"], postgresql_where=sa.text("stored_at IS NULL"))
    op.create_check_constraint(op.f("files_body_check"), "files", "(body IS NULL) = (stored_at IS NOT NULL)")
    op.create_check_constraint(
        op.f("files_storing_check"), "files", "(object_name IS NULL) = (storing_until IS NULL)"
    )
    op.create_check_constraint(
        op.f("files_stored_check"), "files", "stored_at IS NULL OR object_name IS NOT NULL"
    )
    op.execute(_NOTE)
    op.execute(_TRIGGER)


def downgrade() -> None:
    op.execute(_REFUSE)
    op.execute("DROP TRIGGER files_leave_no_object ON files")
    op.execute("DROP FUNCTION note_file_leftover")
    for name in ("stored", "storing", "body"):
        op.drop_constraint(op.f(f"files_{name}_check"), "files", type_="check")
    op.drop_index("files_in_database_idx", "files")
    op.drop_index("files_object_name_idx", "files")
    for name in ("stored_at", "storing_until", "object_name"):
        op.drop_column("files", name)
    op.drop_index(op.f("file_leftovers_due_at_idx"), "file_leftovers")
    op.drop_table("file_leftovers")
