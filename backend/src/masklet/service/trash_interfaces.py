"""The trash as the API calls it. Every method is thread-safe and raises MaskletError."""

from typing import Protocol

from masklet.domain.deletion import Deleted, Deletion, StorageUse


class Trash(Protocol):
    """What was deleted and can be brought back for a while."""

    def with_video(self, path: str) -> Deletion:
        """What goes when this video is deleted. Raises VideoNotFound."""
        ...

    def with_session(self, session_id: str) -> Deletion:
        """What goes when this session is deleted. Raises SessionNotFound."""
        ...

    def all(self) -> list[Deleted]:
        """Newest first."""
        ...

    def restore(self, trash_id: str) -> None:
        """Bring it back as it was. Raises DeletedNotFound; InvalidInput for a session whose video is deleted too."""
        ...

    def delete_forever(self, trash_id: str) -> None:
        """Now, with its files. Raises DeletedNotFound."""
        ...

    def storage(self) -> StorageUse:
        """How full the data folder is; a few seconds old at most."""
        ...
