"""An export of several files: a zip that a format fills name by name. Equal contents make equal files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from masklet.domain.export_options import ExportOptions
from masklet.export.formats.format import Steps, Write
from masklet.export.manifest import NAME, manifest_text
from masklet.export.source import ExportSource
from masklet.export.zip_entries import keep_entries

FILE_TIME = (1980, 1, 1, 0, 0, 0)  # the zip format's earliest: equal masks make equal files
_PIECE = 1024 * 1024


class Package:
    """Named files, each written once. Names have forward slashes and are those a person finds after unpacking."""

    def __init__(self, archive: ZipFile, work: Path) -> None:
        self._archive, self._work = archive, work
        self._count = 0

    @property
    def work(self) -> Path:
        """A folder for what a format puts aside while it writes; it is gone when the export is done."""
        return self._work

    def add(self, name: str, data: bytes) -> None:
        """A small file that is packed already, such as a picture."""
        self._archive.writestr(_entry(name, ZIP_STORED), data)

    def add_text(self, name: str, text: str) -> None:
        """A small text, UTF-8."""
        self._archive.writestr(_entry(name, ZIP_DEFLATED), text.encode())

    @contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        """A text of any length, UTF-8, written as it comes. Until it ends nothing else can be added."""
        with (
            self._archive.open(_entry(name, ZIP_DEFLATED), "w", force_zip64=True) as raw,
            TextIOWrapper(raw, "utf-8", newline="\n") as file,
        ):
            yield file

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Where to write a file that is not written from its beginning to its end, such as a video; several may be open at
        once. It is taken in when its block ends."""
        self._count += 1
        path = self._work / f"{self._count}{Path(name).suffix}"
        yield path
        with path.open("rb") as source, self._archive.open(_entry(name, ZIP_STORED), "w", force_zip64=True) as out:
            while piece := source.read(_PIECE):
                out.write(piece)
        path.unlink()


def packaged(fill: Callable[[ExportSource, Package, ExportOptions], Steps]) -> Write:
    """A format's `write`: a zip of what `fill` puts into it, and a manifest."""

    def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
        with (
            TemporaryDirectory(dir=path.parent, prefix=".package-") as work,
            Path(work, "entries").open("w+", encoding="utf-8") as entries,
            ZipFile(path, "w") as archive,
        ):
            keep_entries(archive, entries)
            package = Package(archive, Path(work))
            yield from fill(source, package, options)
            package.add_text(NAME, manifest_text(source))

    return write


def _entry(name: str, packing: int) -> ZipInfo:
    entry = ZipInfo(name, FILE_TIME)
    entry.compress_type = packing
    entry.external_attr = 0o644 << 16
    return entry
