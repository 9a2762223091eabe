"""Questions about imports and exports, and what an import asks of the register."""

from service.residents.imports.queries.exports import ShownExport, export, exports, workbook
from service.residents.imports.queries.exports import shown as shown_export
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
    "ShownExport",
    "ShownImport",
    "ShownRow",
    "bad_rows_workbook",
    "export",
    "exports",
    "import_",
    "imports",
    "rows",
    "shown",
    "shown_export",
    "workbook",
]
