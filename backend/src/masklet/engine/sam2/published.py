"""The published checkpoints: their names, what a person calls them, where they are. Knows no file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """`folder` is where it lies under the publisher's base address; the publisher gives no sizes: `megabytes` is about right."""

    name: str
    title: str
    folder: str
    megabytes: int

    def address(self, base: str) -> str:
        """Where its file is downloaded from."""
        return f"{base}/{self.folder}/{self.name}.pt"


_SIZES = {"tiny": 149, "small": 176, "base_plus": 309, "large": 857}  # of 2**20 bytes, as the client counts
_VERSIONS = {"sam2.1": ("SAM 2.1", "092824"), "sam2": ("SAM 2", "072824")}

PUBLISHED: dict[str, Published] = {
    (name := f"{version}_hiera_{size}"): Published(name, f"{title} {size.replace('_', ' ')}", folder, megabytes)
    for version, (title, folder) in _VERSIONS.items()
    for size, megabytes in _SIZES.items()
}
UNPUBLISHED: dict[str, str] = {"sam2.1_hiera_pico": "SAM 2.1 pico, for tests"}
"""Titles of configurations that are listed only where somebody put a checkpoint of theirs."""


def title_of(name: str) -> str:
    """What a person calls it. Raises KeyError for a name that is on neither list."""
    return UNPUBLISHED[name] if name in UNPUBLISHED else PUBLISHED[name].title
