"""The one error tree. Every failure that a person can cause or meet is one of these; `api` alone maps them to codes."""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class MaskletError(Exception):
    """Base of all expected errors. The message is a sentence that a person understands, without server paths.

    Attributes:
        code: the wire's `extensions.code`, from a closed list.
        details: JSON-able facts that a client can act upon (limits, durations), or say in another language. `reason` is one
            of the class's `reasons`, where what happened is told apart further.
        reasons: the closed list of them, each with the details that come with it.
    """

    code = "INTERNAL"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {}

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class SessionNotFound(MaskletError):
    """No session has this id (it may have been deleted)."""

    code = "SESSION_NOT_FOUND"


class VideoNotFound(MaskletError):
    """No video has this path (it may have been deleted)."""

    code = "VIDEO_NOT_FOUND"


class ObjectNotFound(MaskletError):
    """The session has no object of this id."""

    code = "OBJECT_NOT_FOUND"


class JobNotFound(MaskletError):
    """No job has this id."""

    code = "JOB_NOT_FOUND"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "fileGone": (),
    }


class UploadNotFound(MaskletError):
    """No upload has this id, or it was swept away."""

    code = "UPLOAD_NOT_FOUND"


class DeletedNotFound(MaskletError):
    """Nothing in the trash has this id: it was brought back, or its time was over."""

    code = "DELETED_NOT_FOUND"


class ShareNotFound(MaskletError):
    """No share link has this id, or it was removed."""

    code = "SHARE_NOT_FOUND"


class SignInNeeded(MaskletError):
    """This server answers to people who signed in alone."""

    code = "UNAUTHENTICATED"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "WRONG_TOKEN": (),
    }


class NotAllowed(MaskletError):
    """Somebody who may see it tried more than they may. What one may not see is not found instead."""

    code = "FORBIDDEN"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "GUEST": (),
        "NOT_OWNER": (),
        "READ_ONLY": (),
    }


class TooOften(MaskletError):
    """More in a minute, or at once, than one client may; `retry_after_s` says when to come again."""

    code = "RATE_LIMITED"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "atOnce": ("limit", "retry_after_s"),
        "busy": ("limit", "retry_after_s"),
        "logins": ("limit", "retry_after_s"),
        "prompts": ("limit", "retry_after_s"),
        "sessions": ("limit", "retry_after_s"),
        "uploads": ("limit", "retry_after_s"),
    }


class FrameOutOfRange(MaskletError):
    """A frame index that the video does not have."""

    code = "FRAME_OUT_OF_RANGE"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "frames": ("frame_index", "last"),
    }


class InvalidPrompt(MaskletError):
    """Points, labels, box or mask that do not make a prompt."""

    code = "INVALID_PROMPT"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "empty": (),
        "emptyMask": (),
        "noArea": (),
        "outside": (),
    }


class InvalidInput(MaskletError):
    """Any other argument that does not fit."""

    code = "INVALID_INPUT"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "classTaken": ("name",),
        "damagedFile": (),
        "emptyRange": (),
        "stride": (),
        "longName": ("limit",),
        "newerFile": (),
        "noClass": (),
        "noEdit": (),
        "noMask": ("name", "frame_index"),
        "noMasks": ("name",),
        "noName": (),
        "noSessionFile": (),
        "nothingImported": ("name",),
        "nothingToExport": (),
        "noVideo": ("name",),
        "oneSided": ("name", "frame_index"),
        "sample": (),
        "startAfterEnd": ("duration_s",),
        "uploadEnded": (),
        "videoDeleted": (),
    }


class ObjectLocked(MaskletError):
    """The object is locked: it takes no prompt, and is not tracked, removed, merged or split until a person unlocks it."""

    code = "OBJECT_LOCKED"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "object": ("name",),
    }


class FrameAccepted(MaskletError):
    """A person accepted the object's mask on this frame; it stays until they take the acceptance away."""

    code = "FRAME_ACCEPTED"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "frame": ("name", "frame_index"),
    }


class VideoUnreadable(MaskletError):
    """The file is no video we can read: damaged, empty, without pictures, or of an unknown kind."""

    code = "VIDEO_UNREADABLE"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "damagedZip": (),
        "fileMissing": (),
        "noPictures": (),
        "noVideo": (),
        "soundOnly": (),
    }


class LimitExceeded(MaskletError):
    """Too large, too long or too many. `details` name the limit."""

    code = "LIMIT_EXCEEDED"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "clipLength": ("limit_s",),
        "clipSize": ("width", "height", "most_width", "most_height"),
        "exported": ("limit",),
        "exports": (),
        "file": ("limit_bytes",),
        "frames": ("limit",),
        "importedPrompts": ("count", "limit"),
        "length": ("duration_s", "limit_s"),
        "memory": (),
        "objects": ("limit",),
        "output": (),
        "picture": ("limit_bytes",),
        "pixels": ("width", "height", "limit_pixels"),
        "points": ("limit",),
        "stalled": (),
        "streams": ("limit",),
        "clientStreams": ("limit",),
        "zipFiles": ("limit",),
    }


class StorageFull(MaskletError):
    """The disk holds no more."""

    code = "STORAGE_FULL"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "keptFree": ("keep_free_bytes",),
    }


class QuotaExceeded(MaskletError):
    """The data folder would hold more than its owner allows."""

    code = "QUOTA_EXCEEDED"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "quota": ("quota_bytes", "trash_bytes"),
    }


class StorageUnavailable(MaskletError):
    """The disk may not be written to, or does not answer; nothing was changed."""

    code = "STORAGE_UNAVAILABLE"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "busy": (),
        "readOnly": (),
    }


class EngineUnavailable(MaskletError):
    """No such engine, or it cannot run here; the message says why."""

    code = "ENGINE_UNAVAILABLE"


class DeviceOutOfMemory(MaskletError):
    """The device that computes masks has no room left, even with idle sessions put away; nothing is lost."""

    code = "DEVICE_OUT_OF_MEMORY"


class CheckpointNotFound(MaskletError):
    """No checkpoint has this name, or its file is not there."""

    code = "CHECKPOINT_NOT_FOUND"


class CheckpointUnreadable(MaskletError):
    """The file is no checkpoint of this name: truncated, foreign, or with values that are no numbers."""

    code = "CHECKPOINT_UNREADABLE"


class NetworkUnavailable(MaskletError):
    """Another server cannot be reached, refuses, or stopped in the middle."""

    code = "NETWORK_UNAVAILABLE"


class DownloadRunning(MaskletError):
    """A checkpoint is being downloaded already; one at a time."""

    code = "DOWNLOAD_RUNNING"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "ending": (),
    }


class NothingToPropagate(MaskletError):
    """Propagation needs at least one prompt."""

    code = "NOTHING_TO_PROPAGATE"
    reasons: ClassVar[Mapping[str, Sequence[str]]] = {
        "accepted": (),
        "locked": (),
    }


class PropagationRunning(MaskletError):
    """The session is already being tracked; cancel first or wait."""

    code = "PROPAGATION_RUNNING"


class UnknownExport(MaskletError):
    """No export format or effect has this name, or its options do not fit."""

    code = "UNKNOWN_EXPORT"


class WorkerFailed(MaskletError):
    """The process that computes masks died or broke; it has been started again."""

    code = "WORKER_FAILED"


class Cancelled(MaskletError):
    """The person cancelled; what was done is kept."""

    code = "CANCELLED"


class SessionNotLoaded(MaskletError):
    """The worker holds no state of this session (restarted or evicted): the service opens it again and retries."""

    code = "INTERNAL"


class DataTooNew(MaskletError):
    """The data folder was written by a newer version of the program; met at start only."""

    code = "INTERNAL"
