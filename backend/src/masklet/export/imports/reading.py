"""Reads a file of masks for a clip: known or named format, masks fitted, frames numbered, what does not fit listed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from masklet.domain.errors import Cancelled, InvalidInput, UnknownExport
from masklet.domain.mask_import import (
    MOST_PROBLEMS,
    ImportFormatInfo,
    ImportProblem,
    ProblemKind,
    Problems,
    ReadMasks,
    ReadObject,
    ReadRequest,
)
from masklet.domain.masklet import FrameMasks
from masklet.domain.runs import Runs, union
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import Fitting
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject, Key
from masklet.export.imports.gathering import Gathering
from masklet.export.imports.json_values import LONGEST
from masklet.export.imports.numbering import MOST_NUMBER, Numbering
from masklet.export.imports.registry import FORMATS
from masklet.masks.masklet_file import write_masklets

WORK = ".gathered"
IsCancelled = Callable[[], bool]


def formats() -> list[ImportFormatInfo]:
    """Every import format, in the order a person sees them."""
    return [each.info for each in FORMATS]


def read(request: ReadRequest, is_cancelled: IsCancelled) -> ReadMasks:
    """Write the request's `out_file` and say what it holds; objects without a mask are left out.

    Raises UnknownExport (no such format), InvalidInput (no file of any format, or damaged from its beginning),
    LimitExceeded, Cancelled, VideoUnreadable.
    """
    video, out = request.video, Path(request.out_file)
    with (
        ImportFiles(Path(request.source), request.file_name) as files,
        Gathering(out.with_suffix(WORK), video.height, video.width) as gathering,
    ):
        chosen = _chosen(files, request.format_name)
        is_from_zero = chosen.is_from_zero or files.manifest is not None
        reader = _Reader(request, gathering, files.manifest, is_from_zero)
        for found in chosen.read(files, video):
            if is_cancelled():
                raise Cancelled("The import was cancelled.")
            reader.take(found)
        return reader.finish(chosen.info.name, out)


def _chosen(files: ImportFiles, name: str | None) -> ImportFormat:
    if name is not None:
        for each in FORMATS:
            if each.info.name == name:
                return each
        names = [each.info.name for each in FORMATS]
        raise UnknownExport(f"There is no import format called {name!r}.", formats=names)
    known = next((each for each in FORMATS if each.knows(files)), None)
    if known is None:
        raise InvalidInput(
            f"“{files.file_name}” holds no masks in a format that is known here.",
            reason="noMasks",
            name=files.file_name,
        )
    return known


class _Reader:
    """What was found so far."""

    def __init__(
        self, request: ReadRequest, gathering: Gathering, manifest: Mapping[str, object] | None, is_from_zero: bool
    ) -> None:
        self._request, self._gathering, self._is_from_zero = request, gathering, is_from_zero
        self._manifest = manifest
        self._fitting = Fitting(request.video)
        self._numbering = Numbering(request.video.frame_count, request.stride, request.offset)
        self._objects: list[FoundObject] = []
        self._slots: dict[Key, int | None] = {}  # None: one object too many
        self._problems: list[ImportProblem] = []
        self._problem_count = 0

    def take(self, found: Found) -> None:
        match found:
            case FoundMask():
                self._take_mask(found)
            case FoundFrames():
                self._take_frames(found)
            case FoundObject():
                self._take_object(found)
            case ImportProblem():
                self._note(found)

    def _take_object(self, found: FoundObject) -> None:
        if found.key in self._slots:
            self._learn(self._slots[found.key], found)
            return
        if len(self._objects) >= self._request.max_objects:
            self._slots[found.key] = None
            limit = {"limit": self._request.max_objects}
            self._note(ImportProblem(found.name or str(found.key), ProblemKind.OBJECTS, limit))
            return
        self._slots[found.key] = len(self._objects)
        self._objects.append(found)

    def _learn(self, slot: int | None, found: FoundObject) -> None:
        """What was not known when the object was first told."""
        if slot is None:
            return
        known = self._objects[slot]
        self._objects[slot] = replace(
            known,
            name=known.name or found.name,
            class_name=known.class_name or found.class_name,
            colour=known.colour or found.colour,
            number=found.number if known.number is None else known.number,
        )

    def _take_frames(self, found: FoundFrames) -> None:
        numbers = self._numbering.held(found.numbers)
        if found.key is None:
            self._gathering.speak(numbers)
        elif (slot := self._slots[found.key]) is not None:
            self._gathering.speak(numbers, slot)

    def _take_mask(self, found: FoundMask) -> None:
        slot = self._slots[found.key]
        if slot is None:
            return
        if abs(found.number) > MOST_NUMBER:
            self._note(self._no_frame(found.item, found.number))
            return
        fitted = self._fitting.fit(found)
        if isinstance(fitted, ImportProblem):
            self._note(fitted)
        elif not self._gathering.add(found.number, slot, fitted):
            where = {"frame_index": self._numbering.frame_of(found.number)}
            self._note(ImportProblem(found.item, ProblemKind.TWICE, where))

    def finish(self, format_name: str, out: Path) -> ReadMasks:
        """Masks onto frames of the clip, and into the file."""
        self._note_sizes()
        self._settle_numbers()
        if self._request.only_first:
            self._gathering.keep_first()
        counts = self._gathering.counts()
        write_masklets(out, self._frames())
        objects = tuple(self._object(slot, counts[slot]) for slot in range(len(self._objects)) if slot in counts)
        problems = Problems(tuple(self._problems), self._problem_count)
        return ReadMasks(format_name, objects, sum(counts.values()), problems)

    def _settle_numbers(self) -> None:
        extent = self._gathering.extent()
        if extent is None:
            return
        if not self._is_from_zero and self._numbering.counts_from_one(*extent):
            self._numbering = replace(self._numbering, offset=-1)
            self._note(ImportProblem("", ProblemKind.FROM_ONE))
        lowest, highest = self._numbering.lowest, self._numbering.highest
        for number in self._gathering.beyond(lowest, highest):
            self._note(self._no_frame(f"frame {number}", number))
        self._gathering.drop_beyond(lowest, highest)

    def _frames(self) -> Iterator[FrameMasks]:
        for frame in self._gathering.frames():
            yield replace(frame, frame_index=self._numbering.frame_of(frame.frame_index))

    def _object(self, slot: int, masks: int) -> ReadObject:
        found = self._objects[slot]
        known = self._described(found.number)
        class_name = found.class_name or _class_in(known)
        name = found.name or known.get("name") or class_name or f"Object {found.number or slot + 1}"
        seen, hidden = (self._on_clip(runs) for runs in (self._gathering.seen(slot), self._gathering.hidden(slot)))
        return ReadObject(slot, name, class_name, found.colour or known.get("colour"), masks, seen, hidden)

    def _described(self, number: int | None) -> dict[str, str]:
        """What the manifest says of the object; texts only."""
        rows = self._manifest.get("objects") if self._manifest is not None and number is not None else None
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and row.get("id") == number:
                return {key: value for key, value in row.items() if isinstance(value, str)}
        return {}

    def _on_clip(self, runs: Runs) -> Runs:
        frame_of, stride = self._numbering.frame_of, self._numbering.stride
        if stride == 1:
            return tuple((frame_of(first), frame_of(last)) for first, last in runs)
        return union(((frame_of(at), frame_of(at)) for run in runs for at in range(run[0], run[1] + 1)), ())

    def _note_sizes(self) -> None:
        for width, height in sorted(self._fitting.scaled):
            self._note(ImportProblem("", ProblemKind.SCALED, {"width": width, "height": height}))

    def _no_frame(self, item: str, number: int) -> ImportProblem:
        where = {"number": number, "last": self._request.video.frame_count - 1}
        return ImportProblem(item, ProblemKind.FRAME, where)

    def _note(self, problem: ImportProblem) -> None:
        self._problem_count += 1
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(replace(problem, item=problem.item[:LONGEST]))


def _class_in(row: Mapping[str, str]) -> str | None:
    """The manifest names an object without a class after itself."""
    return row.get("class") if row.get("class") != row.get("name") else None
