"""What people call things, made fit to name files and folders inside an export. Knows no format."""

import re

_UNFIT = re.compile(r"[^\w-]+")
_LONGEST = 60


def plain_name(text: str, otherwise: str = "video") -> str:
    """Letters, digits, "_" and "-" only, so that readers may split paths at "/", "." and blanks; `otherwise` where none is left."""
    return _UNFIT.sub("_", text).strip("_")[:_LONGEST] or otherwise
