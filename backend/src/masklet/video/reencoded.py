"""What a video encoder does to pictures: real H.264 at a chosen coarseness, encoded and decoded again, in memory."""

import io

import av
import numpy as np
from numpy.typing import NDArray


def reencoded(frames_T3HW: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Some frames (T x 3 x H x W, height and width even) after H.264 at a constant rate factor: 0 finest, 51 coarsest."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as target:
        stream = target.add_stream(
            "libx264", rate=24, options={"crf": str(factor), "preset": "ultrafast", "threads": "1"}
        )
        stream.height, stream.width, stream.pix_fmt = *frames_T3HW.shape[2:], "yuv420p"
        for picture in frames_T3HW:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture.transpose(1, 2, 0)), format="rgb24")
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    file.seek(0)
    with av.open(file, "r") as made:
        back = [frame.to_ndarray(format="rgb24").transpose(2, 0, 1) for frame in made.decode(video=0)]
    return np.stack(back)
