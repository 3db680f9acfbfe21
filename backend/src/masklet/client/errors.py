"""The client's error tree. Knows no request: whoever catches ClientError has caught all that the client raises on purpose."""

from collections.abc import Mapping


class ClientError(Exception):
    """Base of all; its text is a sentence that a person understands."""


class ApiError(ClientError):
    """The server understood and refused.

    Attributes:
        code: one of ErrorCode in contract/schema.graphql, as `SESSION_NOT_FOUND`.
        message: the server's sentence.
        details: facts such as limits; `reason` tells apart what has one code (contract/errors.json).
    """

    def __init__(self, code: str, message: str, details: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message
        self.details: Mapping[str, object] = details or {}


class ConnectionLost(ClientError):
    """The server cannot be reached, or the line broke more often in a row than `Patience` allows. Jobs go on without us."""


class BadAnswer(ClientError):
    """An answer that is not what the contract says: another program's, or another version's."""


class FileInTheWay(ClientError, FileExistsError):
    """The file to write exists and `overwrite` was not asked for."""


class JobFailed(ClientError):
    """A job of the server ended without its result; `code` and `message` are kept with the job."""

    def __init__(self, job_id: str, code: str, message: str) -> None:
        super().__init__(f"{message} ({code})")
        self.job_id = job_id
        self.code = code
        self.message = message


class PropagationFailed(JobFailed):
    """Tracking failed; what it stored until then stays stored."""


class ExportFailed(JobFailed):
    """No file was made."""


class JobCancelled(JobFailed):
    """Somebody cancelled the job: this program or another client. Masks made until then stay stored."""
