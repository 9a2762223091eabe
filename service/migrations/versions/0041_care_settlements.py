"""Settlements: a month of a contract, its lines and shares, checks on the spot, and what is deducted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_STORED = {"native_enum": False, "create_constraint": True, "length": 40}
_TABLES = (
    "care_settlement_parts",
    "care_settlement_lines",
    "care_settlement_remarks",
    "care_settlement_checks",
    "care_settlement_terms",
    "care_settlement_shares",
    "care_settlement_batches",
    "care_settlements",
    "care_deduction_policies",
)
# What is deducted until the district says otherwise: reason, per mille, minutes that may be missing.
_POLICIES = (
    ("short", 1000, 5),
    ("overlap", 1000, 0),
    ("impossible_travel", 1000, 0),
    ("too_short", 0, 0),
    ("same_minute", 1000, 0),
    ("clock", 1000, 0),
    ("complaint", 500, 0),
    ("check_failed", 1000, 0),
)

# What is approved stays as it is, but that it is paid, and that a new key seals what was written. Nobody approves what
# they have confirmed.
_FREEZE_SETTLEMENT = """
CREATE FUNCTION refuse_settlement_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed text[] := ARRAY['return_reason_sealed', 'version'];
    payment text[] := ARRAY['status', 'paid_by', 'paid_at', 'paid_on', 'voucher_no', 'updated_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('approved', 'paid') THEN
        IF NEW.status = 'approved' AND EXISTS (
            SELECT FROM care_settlement_shares
             WHERE settlement_id = NEW.id AND (confirmed_by IS NULL OR confirmed_by = NEW.approved_by)) THEN
            RAISE EXCEPTION 'a settlement is approved by somebody else once every street has confirmed its share';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND OLD.status NOT IN ('approved', 'paid') THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - sealed = to_jsonb(OLD) - sealed THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'approved' AND NEW.status = 'paid'
       AND to_jsonb(NEW) - sealed - payment = to_jsonb(OLD) - sealed - payment THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a settlement that is approved is never changed';
END $$;
CREATE TRIGGER care_settlements_are_kept BEFORE UPDATE OR DELETE ON care_settlements
FOR EACH ROW EXECUTE FUNCTION refuse_settlement_change()
"""
# Looks at each settlement once, however many rows there are, and waits for who approves it at this moment.
_FREEZE_ROWS = """
CREATE FUNCTION refuse_if_approved(settlement_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT status FROM care_settlements WHERE id = ANY (settlement_ids) ORDER BY id FOR SHARE LOOP
        IF found.status IN ('approved', 'paid') THEN
            RAISE EXCEPTION 'a settlement that is approved is never changed';
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION refuse_settlement_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_if_approved((SELECT array_agg(DISTINCT settlement_id) FROM touched));
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_settlement_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_if_approved((SELECT array_agg(DISTINCT l.settlement_id)
                                  FROM touched t JOIN care_settlement_lines l ON l.id = t.line_id));
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_line_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lines of settlements are made anew, never changed';
END $$;
CREATE FUNCTION refuse_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'note_sealed' <> to_jsonb(OLD) - 'note_sealed' THEN
        PERFORM refuse_if_approved(ARRAY[NEW.settlement_id]);
    END IF;
    RETURN NEW;
END $$
"""
_WHOLE = (
    "care_settlement_lines",
    "care_settlement_shares",
    "care_settlement_terms",
    "care_settlement_checks",
)
_FUNCTIONS = (
    "refuse_settlement_change()",
    "refuse_settlement_rows()",
    "refuse_settlement_parts()",
    "refuse_line_change()",
    "refuse_check_change()",
    "refuse_if_approved(uuid[])",
)


def upgrade() -> None:
    _create_deduction_policies()
    _create_settlements()
    _create_batches()
    _create_shares()
    _create_terms()
    _create_checks()
    _create_remarks()
    _create_lines()
    _create_parts()
    _freeze()
    _set_policies()


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    for function in _FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")


def _freeze() -> None:
    op.execute(_FREEZE_SETTLEMENT)
    op.execute(_FREEZE_ROWS)
    for table in _WHOLE:
        _watch(table, "refuse_settlement_rows")
    _watch("care_settlement_parts", "refuse_settlement_parts")
    for table in ("care_settlement_lines", "care_settlement_parts"):
        op.execute(
            f"CREATE TRIGGER {table}_are_kept BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_line_change()"
        )
    for table in ("care_settlement_shares", "care_settlement_terms"):
        op.execute(
            f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} REFERENCING NEW TABLE AS touched"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_settlement_rows()"
        )
    op.execute(
        "CREATE TRIGGER care_settlement_checks_changed BEFORE UPDATE ON care_settlement_checks"
        " FOR EACH ROW EXECUTE FUNCTION refuse_check_change()"
    )


def _watch(table: str, function: str) -> None:
    for event, rows, done in (("INSERT", "NEW", "added"), ("DELETE", "OLD", "removed")):
        op.execute(
            f"CREATE TRIGGER {table}_{done} AFTER {event} ON {table} REFERENCING {rows} TABLE AS touched"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def _set_policies() -> None:
    names = ("reason_code", "number", "per_mille", "free_minutes", "set_at")
    policies = sa.table("care_deduction_policies", *(sa.column(name) for name in names))
    for reason, per_mille, free_minutes in _POLICIES:
        row = {"reason_code": reason, "number": 1, "per_mille": per_mille, "free_minutes": free_minutes}
        op.execute(policies.insert().values(**row, set_at=sa.func.now()))


def _create_deduction_policies() -> None:
    table = "care_deduction_policies"
    op.create_table(
        table,
        sa.Column(
            "reason_code",
            sa.Enum(
                "short",
                "overlap",
                "impossible_travel",
                "too_short",
                "same_minute",
                "clock",
                "complaint",
                "check_failed",
                name="deductionreason",
                **_STORED,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("per_mille", sa.Integer(), nullable=False),
        sa.Column("free_minutes", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "reason_code = 'short' OR free_minutes = 0", name=op.f(f"{table}_only_short_check")
        ),
        sa.CheckConstraint("free_minutes BETWEEN 0 AND 720", name=op.f(f"{table}_free_minutes_check")),
        sa.CheckConstraint("per_mille BETWEEN 0 AND 1000", name=op.f(f"{table}_per_mille_check")),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name=op.f(f"{table}_set_by_fkey")),
        sa.PrimaryKeyConstraint("reason_code", "number", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_set_by_idx"), table, ["set_by"])


def _create_settlements() -> None:
    table = "care_settlements"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft", "submitted", "confirmed", "approved", "paid", name="settlementstatus", **_STORED
            ),
            nullable=False,
        ),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("counting_done", sa.Integer(), nullable=False),
        sa.Column("counting_of", sa.Integer(), nullable=False),
        sa.Column("unpriced", sa.Integer(), nullable=False),
        sa.Column("facts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by", sa.Uuid(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher_no", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('approved', 'paid')) = (approved_at IS NOT NULL)",
            name=op.f(f"{table}_approved_check"),
        ),
        sa.CheckConstraint(
            "CASE WHEN status = 'paid' THEN num_nulls(voucher_no, paid_on, paid_at) = 0 ELSE num_nonnulls(voucher_no, paid_on, paid_at) = 0 END",
            name=op.f(f"{table}_paid_check"),
        ),
        sa.CheckConstraint(
            "status = 'draft' OR (counted_at IS NOT NULL AND submitted_at IS NOT NULL)",
            name=op.f(f"{table}_counted_check"),
        ),
        sa.CheckConstraint("EXTRACT(day FROM month) = 1", name=op.f(f"{table}_month_check")),
        sa.CheckConstraint(
            "LEAST(seed, counting_done, counting_of, unpriced) >= 0", name=op.f(f"{table}_not_negative_check")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["accounts.id"], name=op.f(f"{table}_approved_by_fkey")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f(f"{table}_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{table}_made_by_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"{table}_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["paid_by"], ["accounts.id"], name=op.f(f"{table}_paid_by_fkey")),
        sa.ForeignKeyConstraint(["returned_by"], ["accounts.id"], name=op.f(f"{table}_returned_by_fkey")),
        sa.ForeignKeyConstraint(["submitted_by"], ["accounts.id"], name=op.f(f"{table}_submitted_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
        sa.UniqueConstraint("contract_id", "month", name=op.f(f"{table}_contract_id_month_key")),
    )
    op.create_index(op.f(f"{table}_approved_by_idx"), table, ["approved_by"])
    op.create_index(op.f(f"{table}_made_by_idx"), table, ["made_by"])
    op.create_index(op.f(f"{table}_month_id_idx"), table, ["month", "id"])
    op.create_index(op.f(f"{table}_organisation_id_id_idx"), table, ["organisation_id", "id"])
    op.create_index(op.f(f"{table}_paid_by_idx"), table, ["paid_by"])
    op.create_index(op.f(f"{table}_returned_by_idx"), table, ["returned_by"])
    op.create_index(op.f(f"{table}_run_id_idx"), table, ["run_id"])
    op.create_index(op.f(f"{table}_submitted_by_idx"), table, ["submitted_by"])


def _create_batches() -> None:
    table = "care_settlement_batches"
    op.create_table(
        table,
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("elder_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["care_settlements.id"], name=op.f(f"{table}_settlement_id_fkey")
        ),
        sa.PrimaryKeyConstraint("settlement_id", "number", name=op.f(f"{table}_pkey")),
    )


def _create_shares() -> None:
    table = "care_settlement_shares"
    op.create_table(
        table,
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("street_code", sa.String(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("deducted_fen", sa.BigInteger(), nullable=False),
        sa.Column("gross_fen", sa.BigInteger(), nullable=False),
        sa.Column("subsidy_fen", sa.BigInteger(), nullable=False),
        sa.Column("insurance_fen", sa.BigInteger(), nullable=False),
        sa.Column("self_pay_fen", sa.BigInteger(), nullable=False),
        sa.Column("central_fen", sa.BigInteger(), nullable=False),
        sa.Column("city_fen", sa.BigInteger(), nullable=False),
        sa.Column("district_fen", sa.BigInteger(), nullable=False),
        sa.Column("town_fen", sa.BigInteger(), nullable=False),
        sa.Column("unshared_fen", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f(f"{table}_confirmed_check")
        ),
        sa.CheckConstraint(
            "gross_fen = subsidy_fen + insurance_fen + self_pay_fen", name=op.f(f"{table}_gross_check")
        ),
        sa.CheckConstraint("price_fen = gross_fen + deducted_fen", name=op.f(f"{table}_price_check")),
        sa.CheckConstraint(
            "subsidy_fen = central_fen + city_fen + district_fen + town_fen + unshared_fen",
            name=op.f(f"{table}_subsidy_check"),
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["accounts.id"], name=op.f(f"{table}_confirmed_by_fkey")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["care_settlements.id"], name=op.f(f"{table}_settlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["street_code"], ["regions.code"], name=op.f(f"{table}_street_code_fkey")),
        sa.PrimaryKeyConstraint("settlement_id", "street_code", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_confirmed_by_idx"), table, ["confirmed_by"])
    op.create_index(op.f(f"{table}_street_code_settlement_id_idx"), table, ["street_code", "settlement_id"])


def _create_terms() -> None:
    table = "care_settlement_terms"
    op.create_table(
        table,
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column(
            "payer", sa.Enum("subsidy", "insurance", "self_pay", name="payer", **_STORED), nullable=False
        ),
        sa.Column("basis", sa.Enum("gross", "self_paid", name="basis", **_STORED), nullable=False),
        sa.Column("per_mille", sa.Integer(), nullable=False),
        sa.Column("monthly_cap_fen", sa.Integer(), nullable=True),
        sa.Column("central_share", sa.Integer(), nullable=False),
        sa.Column("city_share", sa.Integer(), nullable=False),
        sa.Column("district_share", sa.Integer(), nullable=False),
        sa.Column("town_share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["care_subsidy_schemes.id"], name=op.f(f"{table}_scheme_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["care_settlements.id"], name=op.f(f"{table}_settlement_id_fkey")
        ),
        sa.PrimaryKeyConstraint("settlement_id", "scheme_id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_scheme_id_idx"), table, ["scheme_id"])


def _create_checks() -> None:
    table = "care_settlement_checks"
    op.create_table(
        table,
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("sample", "not_served", "hospital", "street", name="checkreason", **_STORED),
            nullable=False,
        ),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Enum("passed", "failed", name="checkoutcome", **_STORED), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (checked_at IS NULL) AND (outcome IS NULL) = (checked_by IS NULL)",
            name=op.f(f"{table}_checked_check"),
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["accounts.id"], name=op.f(f"{table}_checked_by_fkey")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["care_settlements.id"], name=op.f(f"{table}_settlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f(f"{table}_visit_id_fkey")),
        sa.PrimaryKeyConstraint("settlement_id", "visit_id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_checked_by_idx"), table, ["checked_by"])
    op.create_index(
        f"{table}_open_idx", table, ["settlement_id"], postgresql_where=sa.text("outcome IS NULL")
    )
    op.create_index(op.f(f"{table}_visit_id_idx"), table, ["visit_id"])


def _create_remarks() -> None:
    table = "care_settlement_remarks"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{table}_made_by_fkey")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["care_settlements.id"], name=op.f(f"{table}_settlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f(f"{table}_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_made_by_idx"), table, ["made_by"])
    op.create_index(op.f(f"{table}_settlement_id_visit_id_idx"), table, ["settlement_id", "visit_id"])
    op.create_index(op.f(f"{table}_visit_id_idx"), table, ["visit_id"])


def _create_lines() -> None:
    table = "care_settlement_lines"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("reversal_of", sa.Uuid(), nullable=True),
        sa.Column("street_code", sa.String(), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column(
            "proof",
            sa.Enum("elder", "proxy", "phone", "silence", "not_served", name="lineproof", **_STORED),
            nullable=False,
        ),
        sa.Column("proof_version", sa.Integer(), nullable=True),
        sa.Column("not_served_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("minutes_served", sa.Integer(), nullable=True),
        sa.Column("price_id", sa.Uuid(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("deducted_fen", sa.Integer(), nullable=False),
        sa.Column("gross_fen", sa.Integer(), nullable=False),
        sa.Column("subsidy_fen", sa.Integer(), nullable=False),
        sa.Column("insurance_fen", sa.Integer(), nullable=False),
        sa.Column("self_pay_fen", sa.Integer(), nullable=False),
        sa.Column("central_fen", sa.Integer(), nullable=False),
        sa.Column("city_fen", sa.Integer(), nullable=False),
        sa.Column("district_fen", sa.Integer(), nullable=False),
        sa.Column("town_fen", sa.Integer(), nullable=False),
        sa.Column("unshared_fen", sa.Integer(), nullable=False),
        sa.Column("deductions", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            "(proof = 'not_served') = (not_served_id IS NOT NULL)", name=op.f(f"{table}_not_served_check")
        ),
        sa.CheckConstraint(
            "CASE WHEN number = 1 THEN after IS NULL ELSE after = number - 1 END",
            name=op.f(f"{table}_after_check"),
        ),
        sa.CheckConstraint(
            "gross_fen = subsidy_fen + insurance_fen + self_pay_fen", name=op.f(f"{table}_gross_check")
        ),
        sa.CheckConstraint(
            "number >= 1 AND (mod(number, 2) = 0) = (reversal_of IS NOT NULL)",
            name=op.f(f"{table}_reversal_check"),
        ),
        sa.CheckConstraint("price_fen = gross_fen + deducted_fen", name=op.f(f"{table}_price_check")),
        sa.CheckConstraint(
            "reversal_of IS NOT NULL OR LEAST(deducted_fen, subsidy_fen, insurance_fen, self_pay_fen, central_fen, city_fen, district_fen, town_fen, unshared_fen) >= 0",
            name=op.f(f"{table}_not_negative_check"),
        ),
        sa.CheckConstraint(
            "subsidy_fen = central_fen + city_fen + district_fen + town_fen + unshared_fen",
            name=op.f(f"{table}_subsidy_check"),
        ),
        sa.ForeignKeyConstraint(
            ["not_served_id"], ["care_not_served.id"], name=op.f(f"{table}_not_served_id_fkey")
        ),
        sa.ForeignKeyConstraint(["price_id"], ["care_prices.id"], name=op.f(f"{table}_price_id_fkey")),
        sa.ForeignKeyConstraint(
            ["reversal_of"], ["care_settlement_lines.id"], name=op.f(f"{table}_reversal_of_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["care_settlements.id"], name=op.f(f"{table}_settlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["street_code"], ["regions.code"], name=op.f(f"{table}_street_code_fkey")),
        sa.ForeignKeyConstraint(
            ["visit_id", "after"],
            ["care_settlement_lines.visit_id", "care_settlement_lines.number"],
            name=op.f(f"{table}_visit_id_after_fkey"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f(f"{table}_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
        sa.UniqueConstraint("visit_id", "number", name=op.f(f"{table}_visit_id_number_key")),
    )
    op.create_index(
        op.f(f"{table}_not_served_id_idx"),
        table,
        ["not_served_id"],
        postgresql_where=sa.text("not_served_id IS NOT NULL"),
    )
    op.create_index(op.f(f"{table}_price_id_idx"), table, ["price_id"])
    op.create_index(
        op.f(f"{table}_reversal_of_idx"),
        table,
        ["reversal_of"],
        unique=True,
        postgresql_where=sa.text("reversal_of IS NOT NULL"),
    )
    op.create_index(op.f(f"{table}_settlement_id_id_idx"), table, ["settlement_id", "id"])
    op.create_index(
        op.f(f"{table}_street_code_settlement_id_id_idx"), table, ["street_code", "settlement_id", "id"]
    )


def _create_parts() -> None:
    table = "care_settlement_parts"
    op.create_table(
        table,
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["care_entitlements.id"], name=op.f(f"{table}_entitlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["care_settlement_lines.id"], name=op.f(f"{table}_line_id_fkey")
        ),
        sa.PrimaryKeyConstraint("line_id", "entitlement_id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_entitlement_id_idx"), table, ["entitlement_id"])
