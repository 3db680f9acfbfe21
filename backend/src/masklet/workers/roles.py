"""The kinds of children: what each is for, how gently it runs, and who does its work. Read on both sides of the pipe."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of child. `purpose` completes "something went wrong while ..."; `host` is "module:factory", made in the child.

    `niceness` is added to the parent's: engine and frames answer a waiting person, the others do not. `options` is
    handed to the factory as EngineOptions, written by `to_json`; empty: the factory takes nothing. `log_style` see LogStyle.
    """

    name: str
    purpose: str
    niceness: int
    host: str
    options: str = ""
    log_style: str = "text:info"


_MEDIA_HOST = "masklet.workers.media_host:create"
ENGINE = Role("engine", "computing masks", 0, "masklet.workers.engine_host:create")
PREPARE = Role("prepare", "preparing the video", 10, _MEDIA_HOST)
EXPORT = Role("export", "writing the export", 10, _MEDIA_HOST)
FRAMES = Role("frames", "reading a frame", 0, _MEDIA_HOST)
IMPORTS = Role("imports", "reading the masks", 5, _MEDIA_HOST)
CHECKPOINTS = Role("checkpoints", "fetching a checkpoint", 10, "masklet.workers.checkpoint_host:create")
ROLES = {role.name: role for role in (ENGINE, PREPARE, EXPORT, FRAMES, IMPORTS, CHECKPOINTS)}
