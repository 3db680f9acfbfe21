"""Masks from files as GraphQL types, and the mutation that takes them."""

import json

import strawberry
from strawberry.file_uploads import Upload

from masklet.api.context import Info
from masklet.api.received import received_file
from masklet.domain import mask_import as domain

strawberry.enum(domain.TakenAs, description="What the masks of a file become.")
strawberry.enum(domain.ProblemKind, description="Why an item of a file was not taken, or not as it is.")


@strawberry.type(description="A kind of file that masks can come from.")
class ImportFormat:
    name: str
    title: str
    description: str
    suffixes: list[str]


@strawberry.input
class ImportMasksInput:
    session_id: str
    taken_as: domain.TakenAs = domain.TakenAs.MASKLETS
    format: str | None = strawberry.field(default=strawberry.UNSET, description="Found out when left out.")
    same_name: bool = strawberry.field(
        default=False, description="An object of the same name takes the masks; otherwise all objects are new."
    )
    offset: int = strawberry.field(default=0, description="Added to each frame number of the file.")
    stride: int = strawberry.field(default=1, description="Each frame number of the file is multiplied by it first.")


@strawberry.type(description="One thing that did not fit.")
class ImportProblem:
    item: str = strawberry.field(description="What the file calls it; empty: the whole file.")
    kind: domain.ProblemKind
    message: str
    details: str = strawberry.field(description="What the sentence speaks of, as a JSON object.")
    was_taken: bool


@strawberry.type(description="An object that took masks.")
class ImportedObject:
    object_id: int
    name: str
    is_new: bool
    masks: int
    first_frame: int
    last_frame: int


@strawberry.type(description="What an import brought. `problems` are the first 100 of `problemCount`.")
class ImportReport:
    format: str
    objects: list[ImportedObject]
    masks: int
    problems: list[ImportProblem]
    problem_count: int


@strawberry.type
class MaskImportMutations:
    @strawberry.mutation(
        description="Masks of a file into a session, as one step of its history. Stops tracking first."
    )
    def import_masks(self, info: Info, input: ImportMasksInput, file: Upload) -> ImportReport:
        upload_id = received_file(file, "importMasks").take()
        taken = info.context.services.mask_imports.take(input.session_id, upload_id, _options(input))
        return _report(taken)


def import_format(known: domain.ImportFormatInfo) -> ImportFormat:
    """As it is listed."""
    return ImportFormat(
        name=known.name, title=known.title, description=known.description, suffixes=list(known.suffixes)
    )


def _options(wanted: ImportMasksInput) -> domain.ImportOptions:
    return domain.ImportOptions(
        taken_as=wanted.taken_as,
        format_name=wanted.format if isinstance(wanted.format, str) else None,
        same_name=wanted.same_name,
        offset=wanted.offset,
        stride=wanted.stride,
    )


def _report(taken: domain.ImportReport) -> ImportReport:
    return ImportReport(
        format=taken.format_name,
        objects=[
            ImportedObject(
                object_id=one.object_id,
                name=one.name,
                is_new=one.is_new,
                masks=one.masks,
                first_frame=one.first_frame,
                last_frame=one.last_frame,
            )
            for one in taken.objects
        ],
        masks=taken.masks,
        problems=[_problem(one) for one in taken.problems.listed],
        problem_count=taken.problems.count,
    )


def _problem(one: domain.ImportProblem) -> ImportProblem:
    return ImportProblem(
        item=one.item,
        kind=one.kind,
        message=one.message,
        details=json.dumps(dict(one.details)),
        was_taken=one.was_taken,
    )
