"""The answer of operations that have nothing else to tell."""

import strawberry


@strawberry.type
class Success:
    success: bool
