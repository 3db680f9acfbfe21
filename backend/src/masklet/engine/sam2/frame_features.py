"""Image features of frames: those of recently clicked frames are kept, up to a number of bytes. Owns no frame source."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from masklet.engine.sam2.pictures import Frame, pixels, squared
from masklet.sam2.image_encoder import ImageFeatures
from masklet.sam2.network import Sam2Network


class FrameFeatures:
    """`read` gives a frame as H x W x 3 RGB; `image_size` is what the network sees; `cache_bytes` bounds what is kept."""

    def __init__(self, network: Sam2Network, read: Callable[[int], Frame], image_size: int, cache_bytes: int) -> None:
        self._network, self._read = network, read
        self._image_size, self._cache_bytes = image_size, cache_bytes
        self._kept: OrderedDict[int, ImageFeatures] = OrderedDict()

    @property
    def kept_bytes(self) -> int:
        """What the kept features take on the device."""
        return sum(features.nbytes for features in self._kept.values())

    def clicked(self, frame_index: int) -> ImageFeatures:
        """Of a frame that a person looks at: kept for the next click. Raises what `read` raises."""
        features = self.passing(frame_index)
        self._kept[frame_index] = features
        self._kept.move_to_end(frame_index)
        while len(self._kept) > 1 and self.kept_bytes > self._cache_bytes:
            self._kept.popitem(last=False)
        return features

    def passing(self, frame_index: int) -> ImageFeatures:
        """Of a frame that is only passed by. Raises what `read` raises."""
        known = self._kept.get(frame_index)
        return known if known is not None else self.encode([squared(self._read(frame_index), self._image_size)])[0]

    def is_kept(self, frame_index: int) -> bool:
        """Whether nothing has to be computed."""
        return frame_index in self._kept

    def encode(self, pictures: Sequence[Frame]) -> list[ImageFeatures]:
        """Features of squared frames, encoded as one batch."""
        features = self._network.encode_image(pixels(pictures, self._network.device))
        return [features] if len(pictures) == 1 else [features[index] for index in range(len(pictures))]

    def close(self) -> None:
        """Give the memory back."""
        self._kept.clear()
