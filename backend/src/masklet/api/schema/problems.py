"""An error kept with an upload, a job or a download, as the wire shows it."""

import strawberry

from masklet.api.errors import ErrorCode, code_of

strawberry.enum(ErrorCode)


@strawberry.type(description="An error kept with an upload, a job or a download.")
class Problem:
    code: ErrorCode
    message: str


def problem(code: str | None, message: str | None) -> Problem | None:
    """None when nothing went wrong."""
    return None if message is None else Problem(code=code_of(code), message=message)
