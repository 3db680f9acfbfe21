"""Imports masks into a session: a worker reads the file, then all of it is stored in one edit, or nothing is."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from masklet.domain.access import EVERYONE, Principal
from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.history import EditKind, EditNote
from masklet.domain.mask_import import (
    MOST_PROBLEMS,
    ImportFormatInfo,
    ImportOptions,
    ImportProblem,
    ImportReport,
    Problems,
    ReadMasks,
    ReadRequest,
    TakenAs,
)
from masklet.domain.video import Video
from masklet.masks.masklet_file import read_masklets
from masklet.service.context import Context
from masklet.service.import_placing import Place, accepted_frames, counts_of, imported, placed, unknown_classes, write
from masklet.service.loading import SessionLoader
from masklet.service.propagating import PropagationDesk
from masklet.service.upload_desk import UploadDesk
from masklet.store.media import storage_errors

MOST_PROMPTS = 10_000


class MaskImportDesk:
    """Implements MaskImports. A propagation under way is cancelled only once the file has been read."""

    def __init__(
        self, context: Context, loader: SessionLoader, propagations: PropagationDesk, uploads: UploadDesk
    ) -> None:
        self._context, self._loader = context, loader
        self._propagations, self._uploads = propagations, uploads
        self._is_closed = threading.Event()

    def formats(self) -> list[ImportFormatInfo]:
        """See MaskImports."""
        return self._context.media_worker.import_formats()

    def take(
        self, session_id: str, upload_id: str, options: ImportOptions, asker: Principal = EVERYONE
    ) -> ImportReport:
        """See MaskImports."""
        with self._uploads.claimed(upload_id, asker) as reception:
            report = self.take_file(session_id, reception.source, reception.file_name, options)
            with self._context.database.read() as tx:
                reception.succeed(tx.sessions.get(session_id).video_path)
        return report

    def take_file(self, session_id: str, source: Path, file_name: str, options: ImportOptions) -> ImportReport:
        """The same from a file or folder of this machine, which stays as it is."""
        if options.stride < 1:
            raise InvalidInput(f"A stride of {options.stride} holds no frame; it is 1 or more.", reason="stride")
        with self._context.database.read() as tx:
            video = tx.sessions.video(session_id)
        with self._masklets_file() as masks_file:
            request = self._request(source, file_name, video, masks_file, options)
            with self._context.room.watched(self._is_closed.is_set) as is_cancelled:
                found = self._context.media_worker.read_masks(request, is_cancelled)
            _check(found, options, file_name)
            with self._propagations.none_running(session_id):
                report = self._store(session_id, found, masks_file, options, file_name)
                self._loader.forget(session_id)
        return report

    def close(self) -> None:
        """Break off."""
        self._is_closed.set()

    @contextmanager
    def _masklets_file(self) -> Iterator[Path]:
        """Where a dead process's are swept away."""
        incoming, key = self._context.folders.incoming, self._context.new_id()
        try:
            yield incoming / f"{key}.masks"
        finally:
            for file in incoming.glob(f"{key}.*"):  # and what a worker that was ended gathered beside it
                file.unlink(missing_ok=True)

    def _request(
        self, source: Path, file_name: str, video: Video, masks_file: Path, options: ImportOptions
    ) -> ReadRequest:
        return ReadRequest(
            source=str(source),
            file_name=file_name,
            video=video,
            out_file=str(masks_file),
            format_name=options.format_name,
            offset=options.offset,
            stride=options.stride,
            max_objects=self._context.limits.max_objects,
            only_first=options.taken_as is TakenAs.FIRST_MASKS,
        )

    def _store(
        self, session_id: str, found: ReadMasks, masks_file: Path, options: ImportOptions, file_name: str
    ) -> ImportReport:
        context = self._context
        with context.database.read() as tx:
            places, refused = placed(tx, session_id, found.objects, options.same_name, context.limits.max_objects)
            refused += () if options.new_classes else unknown_classes(tx, places)
        counts = counts_of(places)
        problems = _with(_with(found.problems, refused), accepted_frames(places))
        if not sum(counts.values()):
            raise _nothing(problems, file_name)
        with context.edit(session_id, _note(places, file_name)) as tx, storage_errors():
            write(context, tx, session_id, places, read_masklets(masks_file), options)
            tx.events.objects_changed(session_id, context.clock())
            tx.events.edited_frames_changed(session_id, context.clock())
        taken = [place for place in places if counts[place.read.object_id]]
        return ImportReport(found.format_name, imported(taken, counts), sum(counts.values()), problems)


def _check(found: ReadMasks, options: ImportOptions, file_name: str) -> None:
    if not found.masks:
        raise _nothing(found.problems, file_name)
    if options.taken_as is TakenAs.PROMPTS and found.masks > MOST_PROMPTS:
        raise LimitExceeded(
            f"These are {found.masks} masks; at most {MOST_PROMPTS} are taken as prompts. Take them as finished masklets.",
            reason="importedPrompts",
            count=found.masks,
            limit=MOST_PROMPTS,
        )


def _nothing(problems: Problems, file_name: str) -> InvalidInput:
    """With the first thing that did not fit, which is mostly why nothing did."""
    why = next((one for one in problems.listed if not one.was_taken), None)
    sentence = f"Nothing of “{file_name}” fits this clip."
    if why is None:
        return InvalidInput(sentence, reason="nothingImported", name=file_name)
    what = f"{why.item}: " if why.item else ""
    # for clients that say it in another language
    problem = {"item": why.item, "kind": why.kind.name, "details": dict(why.details)}
    return InvalidInput(f"{sentence} {what}{why.message}", reason="nothingImported", name=file_name, problem=problem)


def _with(problems: Problems, more: "list[ImportProblem] | Iterator[ImportProblem]") -> Problems:
    rest = iter(more)
    listed = tuple(islice(rest, MOST_PROBLEMS))
    return problems + Problems(listed, len(listed) + sum(1 for _ in rest))


def _note(places: list[Place], file_name: str) -> EditNote:
    """One object is named as such; the further word is the file."""
    first = min(place.read.seen[0][0] for place in places)
    last = max(place.read.seen[-1][1] for place in places)
    only = places[0].target if len(places) == 1 else None
    return EditNote(
        EditKind.IMPORT,
        None if only is None else only.object_id,
        "" if only is None else only.name,
        first,
        last,
        file_name,
    )
