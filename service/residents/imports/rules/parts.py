"""What the sealed pieces of a list hold."""

from enum import StrEnum


class Part(StrEnum):
    """The file as it was uploaded, its header, its rows by some hundreds, or a workbook made of them."""

    UPLOAD = "upload"
    HEADER = "header"
    ROWS = "rows"
    WORKBOOK = "workbook"
