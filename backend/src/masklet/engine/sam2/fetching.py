"""A published checkpoint from its publisher into the downloads' folder: fetched, checked, then put in its place at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import (
    CheckpointNotFound,
    CheckpointUnreadable,
    DownloadRunning,
    StorageFull,
)
from masklet.domain.preparation import IsCancelled, OnProgress
from masklet.engine.sam2.checking import Verify, by_tensors, check_file, record
from masklet.engine.sam2.checkpoint_files import find, part_file
from masklet.engine.sam2.download import download
from masklet.engine.sam2.published import PUBLISHED, Published

MOST_BYTES = 4 * 1024**3


def fetch(
    name: str,
    options: EngineOptions,
    on_progress: OnProgress,
    is_cancelled: IsCancelled,
    verify: Verify | None = None,
) -> None:
    """See CheckpointWorker.fetch. A file that is here already is checked, and fetched anew where it turns out wrong.

    `verify` raises CheckpointUnreadable (None: by names, shapes and values of its tensors, which needs PyTorch).
    """
    wanted = PUBLISHED.get(name)
    if wanted is None:
        raise CheckpointNotFound("Nobody published a checkpoint of this name.")
    part = part_file(name, options)
    if part is None:
        raise StorageFull("No folder for downloads is set.")
    verify = verify or by_tensors()
    if _is_here(wanted, part.parent, options, on_progress, verify):
        return
    with _growing(part) as file:
        length = download(wanted.address(options.checkpoint_base), file, MOST_BYTES, on_progress, is_cancelled)
        on_progress(length, length)
        _put_in_place(part, file, name, verify)


def _is_here(
    wanted: Published, downloads: Path, options: EngineOptions, on_progress: OnProgress, verify: Verify
) -> bool:
    """Whether a right file is here. A wrong one among the downloads will be replaced; of others people are told."""
    here = find(wanted.name, options)
    if here is None:
        return False
    on_progress(here.stat().st_size, here.stat().st_size)
    try:
        check_file(here, wanted.name, verify)
    except CheckpointUnreadable as error:
        if here.parent != downloads:
            raise CheckpointUnreadable(
                f"The file {here.name} in the folder of the checkpoints is wrong; remove it first. {error.message}"
            ) from error
        return False
    return True


def _put_in_place(part: Path, file: IO[bytes], name: str, verify: Verify) -> None:
    try:
        os.fsync(file.fileno())
        verify(part, name)
        record(part, part.with_suffix(""))
        part.rename(part.with_suffix(""))
    except CheckpointUnreadable as error:
        part.unlink(missing_ok=True)
        raise CheckpointUnreadable(f"What came is no such checkpoint and was thrown away. {error.message}") from error
    except OSError as error:
        raise StorageFull(f"The folder of downloads cannot be written to: {error.strerror}.") from error


@contextmanager
def _growing(part: Path) -> Iterator[IO[bytes]]:
    """The unfinished file, opened to append, for one download at a time, whichever process runs it."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        file = part.open("ab", buffering=0)
    except OSError as error:
        raise StorageFull(f"The folder of downloads cannot be written to: {error.strerror}.") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DownloadRunning("This checkpoint is being downloaded already.") from error
        yield file
