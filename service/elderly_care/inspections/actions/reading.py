"""Reading what was photographed at an inspection."""

from uuid import UUID

from service.elderly_care.inspections import queries
from service.elderly_care.inspections.models import Inspection
from service.kit.files import actions as files
from service.kit.files.models import File
from service.kit.work import UnitOfWork


def read_photo(work: UnitOfWork, row: Inspection, file_id: UUID) -> File:
    """A photo of an inspection or of what was mended; raises NotFound for any other file."""
    findings = queries.findings_of(work, [row.id])
    steps = queries.steps_of(work, [each.id for each in findings])
    known = {photo for each in findings for photo in each.photos} | {
        photo for each in steps for photo in each.photos
    }
    if str(file_id) not in known:
        return work.found(None)
    work.audit("read_inspection_photo", subject=row.id, region_code=row.region_code)
    return work.found(files.with_body(work, file_id))
