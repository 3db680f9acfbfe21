"""The kinds of children: what each is for, how gently it runs, and who does its work. Read on both sides of the pipe."""

from dataclasses import dataclass

from masklet.workers.bounds import GIB, Bounds


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of child. `purpose` completes "something went wrong while ..."; `host` is "module:factory", made in the child.

    `niceness` is added to the parent's: engine and frames answer a waiting person, the others do not. `options` is
    handed to the factory as EngineOptions, written by `to_json`; empty: the factory takes nothing. `bounds`: None for children
    that are not confined: an engine's device decides what it needs, and checkpoints come over the network. `log_style` see LogStyle.
    """

    name: str
    purpose: str
    niceness: int
    host: str
    options: str = ""
    bounds: Bounds | None = None
    log_style: str = "text:info"


_MEDIA_HOST = "masklet.workers.media_host:create"
ENGINE = Role("engine", "computing masks", 0, "masklet.workers.engine_host:create")
PREPARE = Role("prepare", "preparing the video", 10, _MEDIA_HOST, bounds=Bounds(file_bytes=32 * GIB))
EXPORT = Role("export", "writing the export", 10, _MEDIA_HOST, bounds=Bounds(file_bytes=256 * GIB))
FRAMES = Role("frames", "reading a frame", 0, _MEDIA_HOST, bounds=Bounds(file_bytes=GIB))
IMPORTS = Role("imports", "reading the masks", 5, _MEDIA_HOST, bounds=Bounds(file_bytes=16 * GIB))
CHECKPOINTS = Role("checkpoints", "fetching a checkpoint", 10, "masklet.workers.checkpoint_host:create")
ROLES = {role.name: role for role in (ENGINE, PREPARE, EXPORT, FRAMES, IMPORTS, CHECKPOINTS)}
