"""Answers that a browser saves as a workbook, and how they are documented."""

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = {"type": "string", "format": "binary"}
WORKBOOKS = {"200": {"description": "The workbook.", "content": {XLSX: {"schema": WORKBOOK}}}}


def saved(body: bytes, name: str) -> Response:
    """A workbook to be saved, under a name that tells nothing of anybody."""
    return Response(body, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
