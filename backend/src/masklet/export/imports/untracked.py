"""Objects of files that know no tracks: told apart by their class and their order on the frame. Pure."""

from collections.abc import Iterator

from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.export.imports.found import Found, FoundObject


class Untracked:
    """The n-th object of a class on one frame is the n-th on every other."""

    def __init__(self) -> None:
        self._here: dict[str, int] = {}
        self._met = False

    def next_frame(self) -> None:
        """Counting begins again."""
        self._here = {}

    def object(self, class_name: str) -> FoundObject:
        """The next one of its class on this frame."""
        self._met = True
        nth = self._here[class_name] = self._here.get(class_name, 0) + 1
        kind = class_name or "Object"
        return FoundObject(f"{nth}. {class_name}", kind if nth == 1 else f"{kind} {nth}", class_name or None)

    def told(self) -> Iterator[Found]:
        """That it was so, once."""
        if self._met:
            yield ImportProblem("", ProblemKind.NO_TRACKS)
