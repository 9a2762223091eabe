"""Questions about imports and exports, and what an import asks of the register."""

from service.residents.imports.queries.imports import (
    ShownImport,
    ShownRow,
    bad_rows_workbook,
    import_,
    imports,
    rows,
    shown,
)

__all__ = [
    "ShownImport",
    "ShownRow",
    "bad_rows_workbook",
    "import_",
    "imports",
    "rows",
    "shown",
]
