"""The tables of the time bank, and the triggers by which the database adds up its entries."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_STORED = {"native_enum": False, "create_constraint": True, "length": 40}
_OWED = "CASE WHEN waived_at IS NULL AND withdrawn_at IS NULL THEN minutes - taken ELSE 0 END"
_STATUS = (
    "CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'::text WHEN taken = minutes THEN 'settled'::text"
    " WHEN waived_at IS NOT NULL THEN 'waived'::text ELSE 'open'::text END"
)
_ENTRIES = ("granted", "corrected", "restored", "transferred", "donated", "given", "spent", "left")
_SERVICES = ("company", "accompanying", "housework", "meals", "repairs", "haircut", "learning", "other")

# Both sides of what was added, whoever adds it, in one statement for all that is added together.
_COUNT = """
CREATE FUNCTION count_time_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE time_accounts AS account
       SET credited = account.credited + side.credited,
           debited = account.debited + side.debited,
           earned = account.earned + side.earned,
           passed_on = account.passed_on + side.passed_on
      FROM (SELECT account_id, sum(credited) AS credited, sum(debited) AS debited,
                   sum(earned) AS earned, sum(passed_on) AS passed_on
              FROM (SELECT to_account_id AS account_id, minutes AS credited, 0 AS debited,
                           CASE WHEN kind IN ('granted', 'restored') THEN minutes ELSE 0 END AS earned,
                           0 AS passed_on
                      FROM added
                     UNION ALL
                    SELECT from_account_id, 0, minutes,
                           CASE WHEN kind = 'corrected' THEN -minutes ELSE 0 END,
                           CASE WHEN kind IN ('transferred', 'donated') THEN minutes ELSE 0 END
                      FROM added) AS sides
             GROUP BY account_id) AS side
     WHERE account.id = side.account_id;
    UPDATE time_corrections AS correction
       SET taken = correction.taken + told.taken
      FROM (SELECT correction_id, sum(CASE kind WHEN 'corrected' THEN minutes ELSE -minutes END) AS taken
              FROM added
             WHERE correction_id IS NOT NULL
             GROUP BY correction_id) AS told
     WHERE correction.id = told.correction_id;
    RETURN NULL;
END $$;
CREATE TRIGGER time_entries_are_counted AFTER INSERT ON time_entries
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_time_entries()
"""
# Of who acted the name is forgotten with the account; nothing else of an entry ever changes.
_KEEP = """
CREATE FUNCTION refuse_time_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.acted_by_name IS NULL
        AND to_jsonb(NEW) - 'acted_by_name' = to_jsonb(OLD) - 'acted_by_name' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'entries of the time bank are never changed';
END $$;
CREATE TRIGGER time_entries_are_kept BEFORE UPDATE OR DELETE ON time_entries
FOR EACH ROW EXECUTE FUNCTION refuse_time_entry_change()
"""
# Only the trigger above, which fires one level up, changes a sum.
_GUARD = """
CREATE FUNCTION refuse_time_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.credited, NEW.debited, NEW.earned, NEW.passed_on) = (0, 0, 0, 0) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (pg_trigger_depth() > 1
        OR (NEW.credited, NEW.debited, NEW.earned, NEW.passed_on)
         = (OLD.credited, OLD.debited, OLD.earned, OLD.passed_on)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the sums of an account of time are those of its entries';
END $$;
CREATE TRIGGER time_accounts_count_entries BEFORE INSERT OR UPDATE ON time_accounts
FOR EACH ROW EXECUTE FUNCTION refuse_time_count();
CREATE FUNCTION refuse_time_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.taken = 0)
        OR (TG_OP = 'UPDATE' AND (pg_trigger_depth() > 1 OR NEW.taken = OLD.taken)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what a correction has taken is what its entries took';
END $$;
CREATE TRIGGER time_corrections_count_entries BEFORE INSERT OR UPDATE ON time_corrections
FOR EACH ROW EXECUTE FUNCTION refuse_time_taken()
"""
_FUNCTIONS = ("count_time_entries", "refuse_time_entry_change", "refuse_time_count", "refuse_time_taken")


def upgrade() -> None:
    _create_accounts()
    _create_hours()
    _create_corrections()
    _create_entries()
    for triggers in (_COUNT, _KEEP, _GUARD):
        op.execute(triggers)


def downgrade() -> None:
    for table in ("time_entries", "time_corrections", "volunteer_hours", "time_accounts"):
        op.drop_table(table)
    for function in _FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}()")


def _create_accounts() -> None:
    table = "time_accounts"
    kinds = ("person", "issued", "used", "pool")
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*kinds, name="accountkind", **_STORED), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("opened_for", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        *(
            sa.Column(each, sa.Integer(), nullable=False)
            for each in ("credited", "debited", "earned", "passed_on")
        ),
        sa.Column("balance", sa.Integer(), sa.Computed("credited - debited", persisted=True), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'person') = (resident_id IS NOT NULL)", name=op.f(f"{table}_person_check")
        ),
        sa.CheckConstraint(
            "(kind = 'person') = (opened_for IS NOT NULL)", name=op.f(f"{table}_opened_for_check")
        ),
        sa.CheckConstraint("kind <> 'pool' OR region_code IS NOT NULL", name=op.f(f"{table}_pool_check")),
        sa.CheckConstraint("LEAST(credited, debited, passed_on) >= 0", name=op.f(f"{table}_sums_check")),
        sa.CheckConstraint("kind = 'issued' OR balance >= 0", name=op.f(f"{table}_balance_check")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f(f"{table}_resident_id_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f(f"{table}_region_code_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
        sa.UniqueConstraint("opened_for", name=op.f(f"{table}_opened_for_key")),
    )
    op.create_index(
        f"{table}_pool_idx", table, ["region_code"], unique=True, postgresql_where=sa.text("kind = 'pool'")
    )
    op.create_index(
        f"{table}_bank_idx",
        table,
        ["kind"],
        unique=True,
        postgresql_where=sa.text("kind IN ('issued', 'used')"),
    )
    op.create_index(op.f(f"{table}_resident_id_idx"), table, ["resident_id"])
    op.create_index(op.f(f"{table}_region_code_id_idx"), table, ["region_code", "id"])
    op.create_index(
        op.f(f"{table}_left_on_idx"),
        table,
        ["left_on"],
        postgresql_where=sa.text("left_on IS NOT NULL AND balance > 0"),
    )


def _create_hours() -> None:
    table = "volunteer_hours"
    statuses = ("counted", "doubled", "reversed")
    withheld = ("day", "month", "too_young", "no_home")
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("source", sa.Enum("attendance", "worker", name="hourssource", **_STORED), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("sign_up_id", sa.Uuid(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("credited", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Enum(*withheld, name="withheld", **_STORED), nullable=True),
        sa.Column("status", sa.Enum(*statuses, name="hoursstatus", **_STORED), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_because", sa.String(), nullable=True),
        sa.Column("reversed_by", sa.Uuid(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 0 AND 1440 AND credited BETWEEN 0 AND minutes",
            name=op.f(f"{table}_minutes_check"),
        ),
        sa.CheckConstraint(
            "(credited < minutes) = (withheld IS NOT NULL)", name=op.f(f"{table}_whole_check")
        ),
        sa.CheckConstraint(
            "(status = 'reversed') = (reversed_at IS NOT NULL)", name=op.f(f"{table}_reversed_check")
        ),
        sa.CheckConstraint(
            "(source = 'attendance') = (activity_id IS NOT NULL)"
            " AND num_nonnulls(activity_id, sign_up_id, times) IN (0, 3)",
            name=op.f(f"{table}_attendance_check"),
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f(f"{table}_resident_id_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f(f"{table}_region_code_fkey")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f(f"{table}_activity_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"{table}_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{table}_made_by_fkey")),
        sa.ForeignKeyConstraint(["reversed_by"], ["accounts.id"], name=op.f(f"{table}_reversed_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
        sa.UniqueConstraint(
            "sign_up_id", "times", "served_on", name=op.f(f"{table}_sign_up_id_times_served_on_key")
        ),
    )
    op.create_index(
        f"{table}_once_idx",
        table,
        ["activity_id", "resident_id", "served_on"],
        unique=True,
        postgresql_where=sa.text("status = 'counted'"),
    )
    op.create_index(op.f(f"{table}_resident_id_served_on_id_idx"), table, ["resident_id", "served_on", "id"])
    op.create_index(op.f(f"{table}_region_code_id_idx"), table, ["region_code", "id"])
    op.create_index(
        op.f(f"{table}_activity_id_id_idx"),
        table,
        ["activity_id", "id"],
        postgresql_where=sa.text("activity_id IS NOT NULL"),
    )
    op.create_index(
        op.f(f"{table}_organisation_id_idx"),
        table,
        ["organisation_id"],
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    for column in ("made_by", "reversed_by"):
        op.create_index(op.f(f"{table}_{column}_idx"), table, [column])


def _create_corrections() -> None:
    table = "time_corrections"
    statuses = ("open", "settled", "waived", "withdrawn")
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hours_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), sa.Computed(_OWED, persisted=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*statuses, name="claimstatus", **_STORED),
            sa.Computed(_STATUS, persisted=True),
            nullable=False,
        ),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waived_because", sa.String(), nullable=True),
        sa.Column("waived_by", sa.Uuid(), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken BETWEEN 0 AND minutes AND minutes > 0", name=op.f(f"{table}_taken_check")),
        sa.CheckConstraint(
            "(waived_at IS NULL) = (waived_because IS NULL)", name=op.f(f"{table}_waived_check")
        ),
        sa.ForeignKeyConstraint(["hours_id"], ["volunteer_hours.id"], name=op.f(f"{table}_hours_id_fkey")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f(f"{table}_resident_id_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f(f"{table}_region_code_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{table}_made_by_fkey")),
        sa.ForeignKeyConstraint(["waived_by"], ["accounts.id"], name=op.f(f"{table}_waived_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(
        f"{table}_once_idx",
        table,
        ["hours_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index(f"{table}_open_idx", table, ["resident_id", "id"], postgresql_where=sa.text("owed > 0"))
    op.create_index(op.f(f"{table}_hours_id_idx"), table, ["hours_id"])
    op.create_index(op.f(f"{table}_resident_id_id_idx"), table, ["resident_id", "id"])
    op.create_index(op.f(f"{table}_region_code_id_idx"), table, ["region_code", "id"])
    for column in ("made_by", "waived_by"):
        op.create_index(op.f(f"{table}_{column}_idx"), table, [column])


def _create_entries() -> None:
    table = "time_entries"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*_ENTRIES, name="entrykind", **_STORED), nullable=False),
        sa.Column("from_account_id", sa.Uuid(), nullable=False),
        sa.Column("to_account_id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("hours_id", sa.Uuid(), nullable=True),
        sa.Column("correction_id", sa.Uuid(), nullable=True),
        sa.Column("used_for", sa.Enum(*_SERVICES, name="serviceused", **_STORED), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column("acted_by_as", sa.Enum("proxy", "staff", name="actingas", **_STORED), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f(f"{table}_minutes_check")),
        sa.CheckConstraint("from_account_id <> to_account_id", name=op.f(f"{table}_two_sides_check")),
        sa.CheckConstraint("(kind = 'granted') = (hours_id IS NOT NULL)", name=op.f(f"{table}_hours_check")),
        sa.CheckConstraint(
            "(kind IN ('corrected', 'restored')) = (correction_id IS NOT NULL)",
            name=op.f(f"{table}_correction_check"),
        ),
        sa.CheckConstraint("(kind = 'spent') = (used_for IS NOT NULL)", name=op.f(f"{table}_used_for_check")),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=op.f(f"{table}_{column}_fkey"))
            for column, to, key in (
                ("from_account_id", "time_accounts", "id"),
                ("to_account_id", "time_accounts", "id"),
                ("region_code", "regions", "code"),
                ("hours_id", "volunteer_hours", "id"),
                ("correction_id", "time_corrections", "id"),
                ("made_by", "accounts", "id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )
    for column in ("from_account_id", "to_account_id"):
        op.create_index(op.f(f"{table}_{column}_id_idx"), table, [column, "id"])
    op.create_index(
        op.f(f"{table}_hours_id_idx"),
        table,
        ["hours_id"],
        unique=True,
        postgresql_where=sa.text("hours_id IS NOT NULL"),
    )
    op.create_index(
        op.f(f"{table}_correction_id_idx"),
        table,
        ["correction_id"],
        postgresql_where=sa.text("correction_id IS NOT NULL"),
    )
    op.create_index(op.f(f"{table}_region_code_made_at_idx"), table, ["region_code", "made_at"])
    for column in ("made_at", "made_by"):
        op.create_index(op.f(f"{table}_{column}_idx"), table, [column])
