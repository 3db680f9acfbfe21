"""What `masklet doctor` looks at, one function each: what is here, and where something is wrong, what to do about it."""

import importlib.metadata
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from masklet.domain.checkpoint import CheckpointState
from masklet.domain.errors import MaskletError
from masklet.settings import Settings

LEAST_FREE_BYTES = 1024**3
OK, NOTE, PROBLEM = "ok", "note", "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """`state`: ok, note (something is missing that is not needed) or problem. `advice` is what to do, or empty."""

    topic: str
    state: str
    text: str
    advice: str = ""


def versions() -> Iterator[Finding]:
    """Of the program and of what it stands on."""
    from masklet.video.codecs import library_versions

    program = f"Masklet Studio {importlib.metadata.version('masklet')}, Python {platform.python_version()}"
    yield Finding("versions", OK, f"{program}, {library_versions()}, {platform.system()} {platform.machine()}")
    try:
        yield Finding("pytorch", OK, f"PyTorch {importlib.metadata.version('torch')}")
    except importlib.metadata.PackageNotFoundError:
        yield Finding(
            "pytorch", NOTE, "PyTorch is not installed", "SAM 2 needs it: `make sam2`. The built-in engine does not."
        )


def codecs() -> Iterator[Finding]:
    """One finding for what is there, one for each that is missing."""
    from masklet.video.codecs import codecs as known

    states = known()
    for verb, those in (
        ("writes", [one for one in states if one.purpose]),
        ("reads", [one for one in states if not one.purpose]),
    ):
        yield Finding("codecs", OK, f"{verb} {', '.join(one.name for one in those if one.found)}")
        for one in those:
            if not one.found:
                without = (
                    f"Without it there are no {one.purpose}." if one.purpose else "Files with it cannot be opened."
                )
                advice = f"{without} Install PyAV from its own wheels: `pip install --force-reinstall av`."
                yield Finding("codecs", PROBLEM if one.needed else NOTE, f"FFmpeg here has no {one.name}", advice)


def confinement() -> Finding:
    """Whether the processes that read strangers' files can be bounded here; tried in one of its own."""
    import subprocess
    import sys

    command = [sys.executable, "-P", "-m", "masklet.workers.confinement"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    missing = tried.stdout.splitlines() if tried.returncode == 0 else ["it could not be tried"]
    if not missing:
        return Finding("confinement", OK, "videos are read without network, in bounded memory and time")
    advice = "Videos from strangers are best opened on Linux, or in Docker."
    return Finding("confinement", NOTE, f"Videos are read with fewer bounds: {'; '.join(missing)}", advice)


def engines(settings: Settings) -> Iterator[Finding]:
    """What can compute masks, and on what device."""
    from masklet.bootstrap import engine_worker

    worker = engine_worker(settings.engine_options())
    try:
        ready = [one for one in worker.engines() if one.available]
    except MaskletError as error:
        yield Finding(
            "device", PROBLEM, error.message, "Run `masklet engines`; MASKLET_DEVICE=cpu leaves graphics cards alone."
        )
        return
    finally:
        worker.close()
    for one in ready:
        yield Finding("device", OK, f"{one.title} on {one.device}")
    if not ready:
        yield Finding("device", PROBLEM, "No engine can run here", "`masklet engines` says what each of them needs.")
    elif settings.engine is not None and settings.engine not in [one.name for one in ready]:
        advice = f"Unset MASKLET_ENGINE, or name one of {', '.join(one.name for one in ready)}."
        yield Finding("device", PROBLEM, f"The chosen engine {settings.engine} cannot run here", advice)


def checkpoints(settings: Settings) -> Iterator[Finding]:
    """The weights of SAM 2; the built-in engine has none."""
    from masklet.workers.processes import SubprocessCheckpointWorker

    worker = SubprocessCheckpointWorker(settings.engine_options())
    try:
        states = worker.states()
    except MaskletError as error:
        yield Finding("checkpoints", PROBLEM, error.message, "Look at the folder that MASKLET_CHECKPOINTS_DIR names.")
        return
    finally:
        worker.close()
    ready = [one.name for one in states if one.state is CheckpointState.READY]
    if ready:
        yield Finding("checkpoints", OK, ", ".join(ready))
    else:
        yield Finding(
            "checkpoints", NOTE, "None is here", "SAM 2 needs one: download it in the browser's list of engines."
        )
    for one in states:
        if one.state is CheckpointState.DAMAGED:
            yield Finding("checkpoints", PROBLEM, f"{one.name} is damaged", "Remove its file and download it again.")


def data_folder(settings: Settings) -> Iterator[Finding]:
    """The folder, its disk and its database; makes nothing."""
    import os

    folder = settings.data_dir
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Finding(
            "data folder",
            PROBLEM,
            f"{folder} cannot be used",
            "Set MASKLET_DATA_DIR to a folder that may be written to.",
        )
        return
    made = "" if folder.is_dir() else " (made at the first start)"
    yield Finding("data folder", OK, f"{folder}{made}")
    yield _room(there)
    yield from _database(settings)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1024**3:.1f} GiB free"
    if free >= LEAST_FREE_BYTES:
        return Finding("disk", OK, text)
    return Finding("disk", PROBLEM, text, "Make room, or set MASKLET_DATA_DIR to a folder on another disk.")


def _database(settings: Settings) -> Iterator[Finding]:
    from masklet.bootstrap import data_is_current, database_file

    if not database_file(settings).is_file():
        return
    try:
        is_current = data_is_current(settings)
    except MaskletError as error:
        yield Finding(
            "database", PROBLEM, error.message, "Update this program, or set MASKLET_DATA_DIR to another folder."
        )
        return
    if is_current:
        yield Finding("database", OK, "of this version")
    else:
        yield Finding("database", NOTE, "of an older version", "`masklet start` brings it up to date.")


def port(settings: Settings) -> Iterator[Finding]:
    """Whether a server can be started, or is there already."""
    from masklet.cli.hosting import port_is_free
    from masklet.service.data_lock import is_served

    where = f"Port {settings.port} on {settings.host}"
    if port_is_free(settings):
        yield Finding("port", OK, f"{where} is free")
    elif is_served(settings.data_dir):
        yield Finding("port", OK, f"{where} is in use, and so is the data folder: Masklet is running")
    else:
        yield Finding(
            "port",
            PROBLEM,
            f"{where} is in use by another program",
            "Set MASKLET_PORT to another one, or end that program.",
        )


def client(settings: Settings) -> Iterator[Finding]:
    """The browser's part."""
    folder = settings.client_dir
    if folder is not None and (folder / "index.html").is_file():
        yield Finding("client", OK, str(folder))
        return
    text = "The client is not built" if folder is None else f"There is no client in {folder}"
    yield Finding("client", PROBLEM, text, "`make setup` builds it; `masklet serve` runs the API without it.")
