"""A file from anywhere, a folder or a zip, read as named files: nothing is unpacked, and no name is used as a path."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from zlib import error as ZlibError  # noqa: N812 - a class, named as one

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.export.manifest import NAME as MANIFEST

MOST_FILES = 250_000
MOST_BYTES = 64 * 1024**2  # of a picture, a text that is read at once
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class ImportFiles:
    """`names` are sorted, with "/" between folders; a single file has one, `file_name`. The owner closes it (or uses `with`).

    Raises InvalidInput where it is damaged, LimitExceeded where it holds too many files.
    """

    def __init__(self, source: Path, file_name: str) -> None:
        self.file_name = file_name
        self._source = source
        self._zip: zipfile.ZipFile | None = None
        if source.is_dir():
            self.names = _in_folder(source)
        elif not source.is_file():
            raise InvalidInput(f"“{file_name}” is no file, but a pipe or a device.", reason="damagedFile")
        elif zipfile.is_zipfile(source):
            self._zip = _opened(source)
            self.names = _in_zip(self._zip)
        else:
            self.names = [file_name]
        if len(self.names) > MOST_FILES:
            raise LimitExceeded(f"It holds more than {MOST_FILES} files.", limit=MOST_FILES)

    @property
    def is_single(self) -> bool:
        """One file, neither zip nor folder."""
        return self._zip is None and not self._source.is_dir()

    def ending(self, *suffixes: str) -> list[str]:
        """The names with one of these suffixes, in lower or upper case."""
        return [name for name in self.names if name.lower().endswith(suffixes)]

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One of `names`, from its beginning. Raises InvalidInput where the block meets damage."""
        try:
            with self._raw(name) as file:
                yield file
        except BROKEN as error:
            raise InvalidInput(f"“{name}” is damaged or was cut short.", reason="damagedFile") from error

    def read(self, name: str) -> bytes:
        """The whole of a small file. Raises InvalidInput, LimitExceeded."""
        with self.open(name) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise LimitExceeded(f"“{name}” is too large.", reason="file", limit_bytes=MOST_BYTES)
        return content

    def start(self, name: str, count: int = 4096) -> bytes:
        """Its first bytes; none where it is damaged."""
        try:
            with self.open(name) as file:
                return file.read(count)
        except InvalidInput:
            return b""

    @cached_property
    def manifest(self) -> dict[str, Any] | None:
        """That of an export of ours (export/manifest.py), where there is one."""
        if self.is_single or MANIFEST not in self.names:
            return None
        try:
            content = json.loads(self.read(MANIFEST))
        except (ValueError, RecursionError):
            return None
        return content if isinstance(content, dict) and "masklet_manifest" in content else None

    def close(self) -> None:
        """Close the zip."""
        if self._zip is not None:
            self._zip.close()

    def _raw(self, name: str) -> IO[bytes]:
        if self._zip is not None:
            return self._zip.open(name)
        return (self._source / name if self._source.is_dir() else self._source).open("rb")

    def __enter__(self) -> "ImportFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _in_folder(folder: Path) -> list[str]:
    """Files, hidden ones and links left out: a link may lead anywhere."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(name for path in found if not _is_hidden(name := path.relative_to(folder).as_posix()))


def _in_zip(archive: zipfile.ZipFile) -> list[str]:
    entries = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
    for entry in entries:
        if entry.flag_bits & 1 or entry.compress_type not in _PACKINGS:
            raise InvalidInput("The zip is encrypted, or packed in a way that is not known here.")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise InvalidInput("The zip holds two files of one name.", reason="damagedFile")
    return sorted(names)


def _is_hidden(name: str) -> bool:
    """What systems add by themselves, such as .DS_Store and __MACOSX."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except BROKEN as error:
        raise InvalidInput("The zip is damaged or was cut short.", reason="damagedFile") from error
