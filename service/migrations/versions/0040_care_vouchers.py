"""The tables of vouchers."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_STORED = {"native_enum": False, "create_constraint": True, "length": 40}
_REMAINING = "issued - withdrawn - drawn + returned - expired"
_STATUS = (
    f"CASE WHEN {_REMAINING} > 0 THEN 'open'::text WHEN expired > 0 THEN 'expired'::text"
    " WHEN drawn > returned THEN 'spent'::text ELSE 'withdrawn'::text END"
)
_SUMS = ("issued", "withdrawn", "drawn", "returned", "expired")

# The sums are what was added of each kind, whoever adds it, in one statement for all that is added together.
_COUNT = f"""
CREATE FUNCTION count_voucher_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE care_vouchers AS voucher
       SET {", ".join(f"{each} = voucher.{each} + total.{each}" for each in _SUMS)}
      FROM (SELECT voucher_id,
                   {", ".join(f"coalesce(sum(amount) FILTER (WHERE kind = '{each}'), 0) AS {each}" for each in _SUMS)}
              FROM added
             GROUP BY voucher_id) AS total
     WHERE voucher.id = total.voucher_id;
    RETURN NULL;
END $$;
CREATE TRIGGER care_voucher_entries_are_counted AFTER INSERT ON care_voucher_entries
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_voucher_entries()
"""  # noqa: S608 - names of our own columns
_KEEP = """
CREATE FUNCTION refuse_voucher_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of vouchers are never changed';
END $$;
CREATE TRIGGER care_voucher_entries_are_kept BEFORE UPDATE OR DELETE ON care_voucher_entries
FOR EACH ROW EXECUTE FUNCTION refuse_voucher_entry_change()
"""
# Only the trigger above, which fires one level up, changes a sum.
_GUARD = """
CREATE FUNCTION refuse_voucher_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.issued, NEW.withdrawn, NEW.drawn, NEW.returned, NEW.expired) = (0, 0, 0, 0, 0) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (pg_trigger_depth() > 1
        OR (NEW.issued, NEW.withdrawn, NEW.drawn, NEW.returned, NEW.expired)
         = (OLD.issued, OLD.withdrawn, OLD.drawn, OLD.returned, OLD.expired)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the sums of a voucher are those of its entries';
END $$;
CREATE TRIGGER care_vouchers_count_entries BEFORE INSERT OR UPDATE ON care_vouchers
FOR EACH ROW EXECUTE FUNCTION refuse_voucher_count()
"""


def upgrade() -> None:
    _create_vouchers()
    _create_entries()
    for triggers in (_COUNT, _KEEP, _GUARD):
        op.execute(triggers)


def downgrade() -> None:
    op.drop_table("care_voucher_entries")
    op.drop_table("care_vouchers")
    for function in ("count_voucher_entries", "refuse_voucher_entry_change", "refuse_voucher_count"):
        op.execute(f"DROP FUNCTION {function}()")


def _create_vouchers() -> None:
    table = "care_vouchers"
    statuses = ("open", "spent", "expired", "withdrawn")
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("unit", sa.Enum("minutes", "fen", name="voucherunit", **_STORED), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("open_until", sa.Date(), nullable=False),
        *(sa.Column(each, sa.Integer(), nullable=False) for each in _SUMS),
        sa.Column("remaining", sa.Integer(), sa.Computed(_REMAINING, persisted=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*statuses, name="voucherstatus", **_STORED),
            sa.Computed(_STATUS, persisted=True),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("EXTRACT(day FROM month) = 1", name=op.f(f"{table}_month_check")),
        sa.CheckConstraint("entitled BETWEEN 0 AND granted", name=op.f(f"{table}_entitled_check")),
        sa.CheckConstraint(f"LEAST({', '.join(_SUMS)}) >= 0", name=op.f(f"{table}_sums_check")),
        sa.CheckConstraint("returned <= drawn", name=op.f(f"{table}_returned_check")),
        sa.CheckConstraint("remaining >= 0", name=op.f(f"{table}_remaining_check")),
        sa.CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL) AND last_day >= first_day AND first_day >= month",
            name=op.f(f"{table}_days_check"),
        ),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["care_entitlements.id"], name=op.f(f"{table}_entitlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f(f"{table}_elder_id_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f(f"{table}_region_code_fkey")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["care_subsidy_schemes.id"], name=op.f(f"{table}_scheme_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
        sa.UniqueConstraint("entitlement_id", "month", name=op.f(f"{table}_entitlement_id_month_key")),
    )
    for column in ("elder_id", "region_code", "scheme_id", "month"):
        op.create_index(op.f(f"{table}_{column}_id_idx"), table, [column, "id"])
    op.create_index(
        f"{table}_to_expire_idx", table, ["open_until", "id"], postgresql_where=sa.text("remaining > 0")
    )


def _create_entries() -> None:
    table = "care_voucher_entries"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*_SUMS, name="entrykind", **_STORED), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("settlement_line_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f(f"{table}_amount_check")),
        sa.CheckConstraint(
            "(kind IN ('drawn', 'returned')) = (settlement_line_id IS NOT NULL)",
            name=op.f(f"{table}_line_check"),
        ),
        sa.ForeignKeyConstraint(["voucher_id"], ["care_vouchers.id"], name=op.f(f"{table}_voucher_id_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{table}_made_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_voucher_id_id_idx"), table, ["voucher_id", "id"])
    op.create_index(op.f(f"{table}_made_by_idx"), table, ["made_by"])
    op.create_index(
        op.f(f"{table}_settlement_line_id_idx"),
        table,
        ["settlement_line_id"],
        postgresql_where=sa.text("settlement_line_id IS NOT NULL"),
    )
