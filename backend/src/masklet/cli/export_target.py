"""Where `masklet export` puts what was written: into a folder, a file of a given name, or standard output.

What is there already is only replaced where that is wanted. Until everything is written, it lies in a folder of its own beside.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from masklet.cli.exits import REFUSED, USAGE, fail
from masklet.domain.export import manifest_file

MANIFEST = "manifest.json"
PACKAGE = ".zip"
NAMES = {"coco": "annotations.json"}  # what readers of a format look for; others are named after the session
STDOUT = "-"
STATE = ".masklet-track"  # what a tracking that was stopped left: see tracking_state.py
_FILES = (".json", ".masklet", ".mov", ".mp4", ".webm", ".zip")  # no folder is meant by a name that ends so


@dataclass(frozen=True, slots=True)
class Target:
    """`out` as it was given; `suffix` is the format's."""

    out: str
    format_name: str
    suffix: str
    force: bool

    @property
    def is_stdout(self) -> bool:
        return self.out == STDOUT

    @property
    def path(self) -> Path:
        return Path(self.out)

    @property
    def is_file(self) -> bool:
        """A name that ends as the format's files do is a file, any other a folder."""
        return not self.path.is_dir() and not self.out.endswith("/") and self.path.suffix.lower() == self.suffix

    @property
    def is_unpacked(self) -> bool:
        return self.suffix == PACKAGE and not self.is_file and not self.is_stdout

    @property
    def _looks_like_a_file(self) -> bool:
        return not self.out.endswith("/") and self.path.suffix.lower() in _FILES

    def check(self) -> None:
        """Before anything is computed. Ends the program where the target cannot be, or is there already."""
        if self.is_stdout:
            if sys.stdout.isatty() and self.suffix != ".json":
                fail(USAGE, f"A terminal shows no {self.suffix} file: send it on with > or |.")
        elif self.is_file:
            self.refuse(self.path)
        elif not self.path.is_dir() and (self.path.exists() or self._looks_like_a_file):
            fail(USAGE, f"{self.path} does not end in {self.suffix}, as a file of {self.format_name} does.")
        elif self.is_unpacked and not self.force and self.path.is_dir() and any(_shown(self.path)):
            fail(
                REFUSED,
                f"The folder {self.path} is not empty; --force writes into it and replaces files of the same names.",
            )
        elif not self.is_unpacked:
            self.refuse(self.path / NAMES.get(self.format_name, ""), self.path / MANIFEST)

    def refuse(self, *files: Path) -> None:
        """Ends the program where one of the files is there and was not meant to be replaced."""
        for file in files:
            if file.is_file() and not self.force:
                fail(REFUSED, f"{file} is there already; --force replaces it.")

    @contextmanager
    def work(self) -> Iterator[Path]:
        """A folder on the target's disk, gone at the end; folders that were made for it go too, where nothing came. Raises OSError."""
        if self.is_stdout:
            with TemporaryDirectory(prefix="masklet-export-") as work:
                yield Path(work)
            return
        folder = self.path.parent if self.is_file else self.path
        made = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with TemporaryDirectory(prefix=".masklet-export-", dir=folder) as work:
                yield Path(work)
        finally:
            for one in made:
                if one.is_dir() and not any(one.iterdir()):
                    one.rmdir()

    def place(self, written: Path, name: str) -> list[Path]:
        """Put it where it belongs; answers the files. `name` is its download's; single files in a folder get their manifest."""
        if self.is_stdout:
            with written.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return []
        if self.is_file:
            return [self._moved(written, self.path)]
        if self.is_unpacked:
            return self._unpacked(written, written.parent / "unpacked")
        moves = {written: self.path / NAMES.get(self.format_name, name)}
        if manifest_file(written).is_file():
            moves[manifest_file(written)] = self.path / MANIFEST
        self.refuse(*moves.values())
        return [self._moved(source, target) for source, target in moves.items()]

    def _unpacked(self, package: Path, folder: Path) -> list[Path]:
        with ZipFile(package) as archive:
            archive.extractall(folder)
        files = [one for one in sorted(folder.rglob("*")) if one.is_file()]
        return [self._moved(one, self.path / one.relative_to(folder)) for one in files]

    @staticmethod
    def _moved(source: Path, target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        return source.replace(target)


def _shown(folder: Path) -> Iterator[Path]:
    return (one for one in folder.iterdir() if one.name != STATE)
