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
            raise InvalidInput("One file is taken once.")
        self.taken = True
        return self._incoming.upload_id

    def abort(self, error: Exception) -> None:
        """Remove what came."""
        self._incoming.abort(error)


def received_file(argument: object, mutation: str) -> ReceivedFile:
    """The file that came as a mutation's argument; it was taken out of the request as that streamed in. Raises InvalidInput."""
    if not isinstance(argument, ReceivedFile):
        raise InvalidInput(f"{mutation} needs a file: send a GraphQL multipart request whose map names variables.file.")
    return argument
