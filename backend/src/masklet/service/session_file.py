"""A session file from anywhere, opened for reading: nothing of it is believed before it is checked, little of it is held at once.

Knows the zip and its limits; what the texts mean is domain/session_file_parsing.py's.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO
from zlib import error as ZlibError  # noqa: N812 - a class, named as one

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.masklet import FrameMasks
from masklet.domain.session_file import FRAME_TIMES, MANIFEST, MASKS, POSTER, PROMPTS, VIDEO, FiledPrompt, Manifest
from masklet.domain.session_file_parsing import parse_manifest, parse_masks_line, parse_prompt_line
from masklet.masks import rle
from masklet.store.media import storage_errors

_MEGABYTE = 1024 * 1024
_MOST_BYTES = {
    MANIFEST: 16 * _MEGABYTE,
    PROMPTS: 1024 * _MEGABYTE,
    MASKS: 4096 * _MEGABYTE,
    FRAME_TIMES: 64 * _MEGABYTE,
    POSTER: 16 * _MEGABYTE,
}
_NEEDED = (MANIFEST, PROMPTS, MASKS)
_MOST_LINE = 32 * _MEGABYTE
_MOST_LISTED = 128 * 1024  # bytes of the zip's list of its few files; its end with a comment has 64 KiB
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError)
DAMAGED = "This session file is damaged or was cut short."


class SessionFile:
    """The owner closes it (or uses `with`). Every reading raises InvalidInput, or LimitExceeded for what is too large."""

    def __init__(self, path: Path, most_video_bytes: int) -> None:
        self._file, self._zip = _opened(path)
        try:
            self._check_entries(most_video_bytes)
            with self._reading(MANIFEST) as file:
                self.manifest: Manifest = parse_manifest(file.read())
        except BaseException:
            self.close()
            raise
        self._objects = {each.tracked.object_id for each in self.manifest.objects}

    @property
    def has_video(self) -> bool:
        """Whether the clip is inside."""
        return VIDEO in self._zip.namelist()

    def prompts(self) -> Iterator[FiledPrompt]:
        """Every prompt, its mask checked; one for each object and frame."""
        known: set[tuple[int, int]] = set()
        for line in self._lines(PROMPTS):
            filed = parse_prompt_line(line, self.manifest.video)
            key = (filed.object_id, filed.frame_index)
            if filed.object_id not in self._objects or key in known:
                raise InvalidInput(f"{DAMAGED} A prompt stands where none can be.", reason="damagedFile")
            known.add(key)
            if filed.prompt.mask is not None:
                rle.check(filed.prompt.mask)
            yield filed

    def frames(self) -> Iterator[FrameMasks]:
        """Every frame that holds masks, ascending; their run lengths only `check` has looked through."""
        following = 0
        for line in self._lines(MASKS):
            frame = parse_masks_line(line, self.manifest.video)
            if frame.frame_index < following or not frame.masks.keys() <= self._objects:
                raise InvalidInput(f"{DAMAGED} A mask stands where none can be.", reason="damagedFile")
            following = frame.frame_index + 1
            yield frame

    def check(self) -> int:
        """Read all texts to their ends, once, before anything of them is kept. Answers how many points the fullest prompt has."""
        points = max((len(filed.prompt.points) for filed in self.prompts()), default=0)
        for frame in self.frames():
            for mask in frame.masks.values():
                rle.check(mask.rle)
        return points

    def unpack_video(self, folder: Path) -> None:
        """Write the clip and its frame times into the folder. Raises StorageFull; InvalidInput when it is not what was saved."""
        if self._unpack(VIDEO, folder / VIDEO) != self.manifest.video_sha256:
            raise InvalidInput(f"{DAMAGED} Its video is not the one that was saved.", reason="damagedFile")
        if FRAME_TIMES in self._zip.namelist():
            self._unpack(FRAME_TIMES, folder / FRAME_TIMES)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

    def __enter__(self) -> "SessionFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_entries(self, most_video_bytes: int) -> None:
        """Only known names, once each: so no name can point anywhere. Sizes are the zip's own claim, which reading enforces."""
        limits = {**_MOST_BYTES, VIDEO: most_video_bytes}
        entries = self._zip.infolist()
        names = [entry.filename for entry in entries]
        if missing := [name for name in _NEEDED if name not in names]:
            raise InvalidInput(f"This is no session file: it holds no {missing[0]}.", reason="noSessionFile")
        if len(set(names)) != len(names) or not set(names) <= limits.keys():
            raise InvalidInput(
                "This is no session file: it holds files that do not belong into one.", reason="noSessionFile"
            )
        for entry in entries:
            if entry.flag_bits & 1 or entry.compress_type not in _PACKINGS:
                raise InvalidInput("This session file is encrypted or packed in a way that is not known here.")
            if entry.file_size > limits[entry.filename]:
                most = limits[entry.filename]
                raise LimitExceeded(f"The {entry.filename} of this session file is too large.", limit_bytes=most)

    def _lines(self, name: str) -> Iterator[bytes]:
        with self._reading(name) as file:
            while line := file.readline(_MOST_LINE + 1):
                if len(line) > _MOST_LINE:
                    raise LimitExceeded("A line of this session file is too long.", limit_bytes=_MOST_LINE)
                yield line

    def _unpack(self, name: str, target: Path) -> str:
        digest = hashlib.sha256()
        with self._reading(name) as file, storage_errors(), target.open("wb") as out:
            while piece := file.read(_MEGABYTE):
                digest.update(piece)
                out.write(piece)
        return digest.hexdigest()

    @contextmanager
    def _reading(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._zip.open(name) as file:
                yield file
        except _BROKEN as error:
            raise InvalidInput(DAMAGED, reason="damagedFile") from error


class _ShortReads(io.BufferedReader):
    """A file that refuses to read much at once while `is_opening`: a zip's list of files is read whole, however long it is."""

    is_opening = True

    def read(self, size: int | None = -1, /) -> bytes:
        """As a file's. Raises BadZipFile."""
        if self.is_opening:
            rest = os.fstat(self.fileno()).st_size - self.tell()
            if (rest if size is None or size < 0 else min(size, rest)) > _MOST_LISTED:
                raise zipfile.BadZipFile("a list of too many files")
        return super().read(size)


def _opened(path: Path) -> tuple[io.BufferedReader, zipfile.ZipFile]:
    try:
        file = _ShortReads(io.FileIO(path))
        try:
            archive = zipfile.ZipFile(file)
        except BaseException:
            file.close()
            raise
    except (*_BROKEN, OSError) as error:
        raise InvalidInput("This is no session file, or it was cut short.", reason="noSessionFile") from error
    file.is_opening = False
    return file, archive
