"""Images of CVAT for images: shapes on pictures that may say which object they are."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.domain.masklet import Rle
from masklet.export.imports.clips import frame_number
from masklet.export.imports.cvat_meta import Meta
from masklet.export.imports.cvat_shapes import MASKS, OTHERS, shape_of, whole
from masklet.export.imports.cvat_tracks import HOLE_LABEL
from masklet.export.imports.drawn import over
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.json_values import LONGEST
from masklet.export.imports.streamed_xml import steps
from masklet.export.imports.untracked import Untracked

TRACK_ATTRIBUTES = ("track_id", "object_id")


def images(files: ImportFiles, name: str, meta: Meta) -> Iterator[Found]:
    """Image by image."""
    untracked = Untracked()
    inside: list[Element] = []
    place = 0
    for event, element in steps(files, name):
        if event == "start":
            inside.append(element)
            continue
        inside.pop()
        if len(inside) == 1:
            if element.tag == "image":
                if meta.is_read(element):
                    yield from _Image(element, place, meta, untracked).read()
                place += 1
            inside[0].clear()
    yield from untracked.told()


class _Image:
    """One of them; `place` counts them."""

    def __init__(self, image: Element, place: int, meta: Meta, untracked: Untracked) -> None:
        self._image, self._untracked = image, untracked
        told = whole(image.get("id"))
        told = frame_number(image.get("name", "")) if told is None else told
        self._number = place if told is None else told
        height, width = whole(image.get("height")), whole(image.get("width"))
        self._size = meta.size if height is None or width is None else (height, width)

    def read(self) -> Iterator[Found]:
        yield FoundFrames(range(self._number, self._number + 1))
        self._untracked.next_frame()
        groups: dict[str, list[tuple[int, Rle, bool]]] = {}
        firsts: dict[str, Element] = {}
        for place, shape in enumerate(self._image):
            item = f"image {self._number}, shape {place + 1}"
            if shape.tag in OTHERS:
                yield ImportProblem(item, ProblemKind.UNSUPPORTED, {"name": shape.tag})
            if shape.tag not in MASKS:
                continue
            try:
                mask = shape_of(shape.tag, shape.attrib, self._size)
            except InvalidInput:
                yield ImportProblem(item, ProblemKind.DAMAGED)
                continue
            key, z = _group(shape, place), whole(shape.get("z_order")) or 0
            is_hole = key.startswith("group") and shape.get("label") == HOLE_LABEL and z % 2 == 1
            groups.setdefault(key, []).append((z, mask, is_hole))
            if not is_hole:
                firsts.setdefault(key, shape)
        for key, shape in firsts.items():
            drawn = [(mask, is_hole) for _, mask, is_hole in sorted(groups[key], key=lambda one: one[0])]
            found = self._object(shape)
            yield found
            yield FoundMask(found.key, self._number, over(drawn), f"image {self._number}, {found.name}")

    def _object(self, shape: Element) -> FoundObject:
        label, track = shape.get("label", "")[:LONGEST], _track(shape)
        if track is None:
            return self._untracked.object(label)
        return FoundObject(f"track {track}", f"{label} {track}".strip(), label or None)


def _group(shape: Element, place: int) -> str:
    """What the shapes of one object on this image have in common."""
    track, group = _track(shape), whole(shape.get("group_id"))
    return f"track {track}" if track is not None else f"group {group}" if group else f"shape {place}"


def _track(shape: Element) -> str | None:
    for attribute in shape.iter("attribute"):
        if attribute.get("name") in TRACK_ATTRIBUTES and (attribute.text or "").strip():
            return (attribute.text or "").strip()[:LONGEST]
    return shape.get("track_id", "")[:LONGEST] or None
