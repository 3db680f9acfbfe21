"""What goes with a deletion, what lies in the trash, and how full the data folder is. Sizes in bytes, times in UTC seconds."""

from dataclasses import dataclass
from enum import StrEnum


class DeletedKind(StrEnum):
    """What a person deleted."""

    VIDEO = "video"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Deletion:
    """What would go. `masks`: one for each object on each frame that has one; `size`: of its files and masks."""

    sessions: int
    objects: int
    masks: int
    exports: int
    size: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """A video with its sessions, or a session, in the trash until `gone_at`."""

    trash_id: str
    kind: DeletedKind
    name: str
    deleted_at: float
    gone_at: float
    size: int


@dataclass(frozen=True, slots=True)
class StorageUse:
    """Of the data folder. `used` holds what lies in the `trash`; `quota` None: as much as the disk has; `free`: on the disk."""

    used: int
    trash: int
    quota: int | None
    free: int
