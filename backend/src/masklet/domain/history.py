"""What a person did to a session, as it is named in the history. Who records, undoes and redoes it is elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class EditKind(StrEnum):
    """Every kind of change that can be undone."""

    POINTS = "points"
    BOX = "box"
    MASK = "mask"
    CLEAR_FRAME = "clear_frame"
    CLEAR_VIDEO = "clear_video"
    TRACK = "track"
    ADD_OBJECT = "add_object"
    REMOVE_OBJECT = "remove_object"
    RENAME_OBJECT = "rename_object"
    RECOLOUR_OBJECT = "recolour_object"
    CLASSIFY_OBJECT = "classify_object"
    LOCK_OBJECT = "lock_object"
    REORDER_OBJECTS = "reorder_objects"
    MERGE_OBJECTS = "merge_objects"
    SPLIT_OBJECT = "split_object"
    ABSENT = "absent"
    ACCEPT = "accept"
    RESTORE = "restore"
    IMPORT = "import"
    RENAME_SESSION = "rename_session"
    EFFECTS = "effects"


@dataclass(frozen=True, slots=True)
class EditNote:
    """What is said of one edit: about which object (its name then), which frames, and a further word, as a new name."""

    kind: EditKind
    object_id: int | None = None
    object_name: str = ""
    first_frame: int | None = None
    last_frame: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of a session's history. `edit_id` grows. An undone edit can be redone until another one is made."""

    edit_id: int
    note: EditNote
    created_at: float
    undone: bool
