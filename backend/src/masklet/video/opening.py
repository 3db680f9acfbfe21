"""Opens a media file as it came: only known containers, no playlists, no network, and no picture larger than allowed."""

from pathlib import Path

import av
from av.container import InputContainer

from masklet.video.faults import reading_faults

# FFmpeg's short names. Playlists and scripts (hls, concat, dash, image2 …) are left out: they open other files.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,dv,nut,ivf,gif,h264,hevc,m4v,mjpeg"
)
NOT_A_VIDEO = "This file is not a video that can be read: its kind is unknown or it is damaged."


def open_media(path: Path, max_pixels: int) -> InputContainer:
    """The opened file; the caller closes it. Decoders refuse pictures of more than `max_pixels` before allocating them.

    Raises VideoUnreadable when no allowed container fits.
    """
    options = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file", "enable_drefs": "0"}
    # The options also reach the decoders that look into the streams while the file is opened.
    with reading_faults(NOT_A_VIDEO):
        return av.open(
            str(path.absolute()),
            "r",
            container_options=options,
            options={"max_pixels": str(max_pixels)},
            metadata_errors="replace",
        )
