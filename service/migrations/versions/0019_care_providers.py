"""The tables of care_providers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_facilities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "home_care_centre",
                "home_care_station",
                "day_centre",
                "nursing_home",
                "canteen",
                name="facilitykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("asset_number", sa.String(), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=9, scale=6, asdecimal=False), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6, asdecimal=False), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("beds >= 0", name=op.f("care_facilities_beds_check")),
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name=op.f("care_facilities_place_check"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisations.id"], name=op.f("care_facilities_owner_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_facilities_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_facilities_pkey")),
        sa.UniqueConstraint("asset_number", name=op.f("care_facilities_asset_number_key")),
    )
    op.create_index(op.f("care_facilities_owner_id_idx"), "care_facilities", ["owner_id"], unique=False)
    op.create_index(
        op.f("care_facilities_region_code_id_idx"), "care_facilities", ["region_code", "id"], unique=False
    )
    op.create_table(
        "care_contracts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("agreed_until", sa.Date(), nullable=False),
        sa.Column("deposit_fen", sa.Integer(), nullable=False),
        sa.Column("reserved_ratio", sa.Numeric(precision=4, scale=3, asdecimal=False), nullable=False),
        sa.Column("ended_early_because", sa.String(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("facility_id"), "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            using="gist",
            name="care_contracts_no_overlap",
        ),
        sa.CheckConstraint(
            "(ends_on < agreed_until) <= (ended_early_because IS NOT NULL)",
            name=op.f("care_contracts_early_check"),
        ),
        sa.CheckConstraint("deposit_fen >= 0", name=op.f("care_contracts_deposit_check")),
        sa.CheckConstraint(
            "reserved_ratio BETWEEN 0 AND 1", name=op.f("care_contracts_reserved_ratio_check")
        ),
        sa.CheckConstraint(
            "starts_on <= ends_on AND ends_on <= agreed_until", name=op.f("care_contracts_term_check")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name=op.f("care_contracts_created_by_fkey")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["care_facilities.id"], name=op.f("care_contracts_facility_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_contracts_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["care_contracts.id"], name=op.f("care_contracts_successor_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_contracts_pkey")),
    )
    op.create_index(op.f("care_contracts_created_by_idx"), "care_contracts", ["created_by"], unique=False)
    op.create_index(op.f("care_contracts_ends_on_id_idx"), "care_contracts", ["ends_on", "id"], unique=False)
    op.create_index(
        op.f("care_contracts_facility_id_starts_on_id_idx"),
        "care_contracts",
        ["facility_id", "starts_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_contracts_organisation_id_starts_on_id_idx"),
        "care_contracts",
        ["organisation_id", "starts_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_contracts_successor_id_idx"),
        "care_contracts",
        ["successor_id"],
        unique=False,
        postgresql_where=sa.text("successor_id IS NOT NULL"),
    )
    op.create_table(
        "care_contract_regions",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["care_contracts.id"],
            name=op.f("care_contract_regions_contract_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_contract_regions_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("contract_id", "region_code", name=op.f("care_contract_regions_pkey")),
    )
    op.create_index(
        op.f("care_contract_regions_region_code_contract_id_idx"),
        "care_contract_regions",
        ["region_code", "contract_id"],
        unique=False,
    )
    op.create_table(
        "care_contract_targets",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "on_time",
                "completed",
                "proved",
                "short_visits",
                "complaints",
                "rating",
                "certificates",
                "reserved_share",
                name="targetkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("target BETWEEN 0 AND 5000", name=op.f("care_contract_targets_target_check")),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("care_contract_targets_weight_check")),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["care_contracts.id"],
            name=op.f("care_contract_targets_contract_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contract_id", "kind", name=op.f("care_contract_targets_pkey")),
    )
    op.create_table(
        "care_contract_warnings",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_contract_warnings_contract_id_fkey")
        ),
        sa.PrimaryKeyConstraint("contract_id", "ends_on", "days", name=op.f("care_contract_warnings_pkey")),
    )
    op.create_table(
        "care_prices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price_fen >= 0", name=op.f("care_prices_price_check")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_prices_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["care_services.id"], name=op.f("care_prices_service_id_fkey")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name=op.f("care_prices_set_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_prices_pkey")),
        sa.UniqueConstraint(
            "contract_id",
            "service_id",
            "valid_from",
            name=op.f("care_prices_contract_id_service_id_valid_from_key"),
        ),
    )
    op.create_index(op.f("care_prices_service_id_idx"), "care_prices", ["service_id"], unique=False)
    op.create_index(op.f("care_prices_set_by_idx"), "care_prices", ["set_by"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("care_prices_set_by_idx"), table_name="care_prices")
    op.drop_index(op.f("care_prices_service_id_idx"), table_name="care_prices")
    op.drop_table("care_prices")
    op.drop_table("care_contract_warnings")
    op.drop_table("care_contract_targets")
    op.drop_index(
        op.f("care_contract_regions_region_code_contract_id_idx"), table_name="care_contract_regions"
    )
    op.drop_table("care_contract_regions")
    op.drop_index(
        op.f("care_contracts_successor_id_idx"),
        table_name="care_contracts",
        postgresql_where=sa.text("successor_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_contracts_organisation_id_starts_on_id_idx"), table_name="care_contracts")
    op.drop_index(op.f("care_contracts_facility_id_starts_on_id_idx"), table_name="care_contracts")
    op.drop_index(op.f("care_contracts_ends_on_id_idx"), table_name="care_contracts")
    op.drop_index(op.f("care_contracts_created_by_idx"), table_name="care_contracts")
    op.drop_table("care_contracts")
    op.drop_index(op.f("care_facilities_region_code_id_idx"), table_name="care_facilities")
    op.drop_index(op.f("care_facilities_owner_id_idx"), table_name="care_facilities")
    op.drop_table("care_facilities")
