"""Who is in the party is a specific identity (PIPL Art. 28): a sensitive tag, shown to who keeps it."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_KEEPING = ["community_worker", "street_staff", "district_staff"]
_TAGS = sa.table(
    "tags",
    sa.column("code", sa.String),
    sa.column("is_sensitive", sa.Boolean),
    sa.column("seen_by", sa.ARRAY(sa.String)),
)


def upgrade() -> None:
    _set(is_sensitive=True, seen_by=_KEEPING)


def downgrade() -> None:
    _set(is_sensitive=False, seen_by=["grid_worker", *_KEEPING])


def _set(**values: bool | list[str]) -> None:
    op.execute(_TAGS.update().where(_TAGS.c.code == "party_member").values(**values))
