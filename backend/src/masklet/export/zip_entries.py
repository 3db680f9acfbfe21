"""What a zip lists at its end, kept on disk while it is written: each would take some 360 bytes, and there may be millions.

Stands in for ZipFile's `filelist` and `NameToInfo` of a zip that is only written to: it is appended to, counted, and read once.
"""

import json
from collections.abc import Iterator
from typing import TextIO
from zipfile import ZipFile, ZipInfo

_KEPT = (
    "compress_type", "external_attr", "flag_bits", "create_version", "extract_version",
    "CRC", "compress_size", "file_size", "header_offset",
)  # fmt: skip


def keep_entries(archive: ZipFile, file: TextIO) -> None:
    """In `file`, from now on. It is closed after the archive."""
    archive.filelist = _Entries(file)
    archive.NameToInfo = _Nothing()


class _Entries(list[ZipInfo]):
    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._file, self._count = file, 0

    def append(self, entry: ZipInfo) -> None:
        kept = [entry.filename, entry.date_time, *(getattr(entry, name) for name in _KEPT)]
        self._file.write(json.dumps(kept) + "\n")
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ZipInfo]:
        self._file.seek(0)
        for line in self._file:
            name, time, *values = json.loads(line)
            entry = ZipInfo(name, tuple(time))
            for key, value in zip(_KEPT, values, strict=True):
                setattr(entry, key, value)
            yield entry


class _Nothing(dict[str, ZipInfo]):
    def __setitem__(self, name: str, entry: ZipInfo) -> None:
        """Entries are not asked for by name: Package writes each once."""
