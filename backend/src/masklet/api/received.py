"""A file that came with a request: already on its way to the disk, waiting for the mutation that wants it."""

from masklet.domain.errors import InvalidInput
from masklet.service.uploads import IncomingFile


class ReceivedFile:
    """Stands where `variables.file` was. Owned by the request, which aborts it when no mutation took it."""

    def __init__(self, incoming: IncomingFile) -> None:
        self._incoming = incoming
        self.taken = False

    def take(self) -> str:
        """The upload's id, once. Raises InvalidInput for a second taker."""
        if self.taken:
            raise InvalidInput("One file makes one video.")
        self.taken = True
        return self._incoming.upload_id

    def abort(self, error: Exception) -> None:
        """Remove what came."""
        self._incoming.abort(error)
