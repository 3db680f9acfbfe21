"""Opens a media file as it came: only known containers, no playlists, no network, no other file, and no picture larger than allowed.

FFmpeg is handed an opened file and no protocol to open another with, so what a file names stays unread.
"""

from pathlib import Path
from typing import IO

import av
from av.container import InputContainer

from masklet.video.faults import reading_faults
from masklet.video.regular_file import LentFile, open_regular

# FFmpeg's short names. Playlists and scripts (hls, concat, dash, image2 …) are left out: they open other files.
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,dv,nut,ivf,gif,h264,hevc,m4v,mjpeg,yuv4mpegpipe"
NO_PROTOCOL = "none"
NOT_A_VIDEO = "This file is not a video that can be read: its kind is unknown or it is damaged."


Media = Path | IO[bytes]  # a file by its path, or opened: seekable, from its beginning


def open_media(media: Media, max_pixels: int) -> InputContainer:
    """The opened file; the caller closes it. Decoders refuse pictures of more than `max_pixels` before allocating them.

    Raises VideoUnreadable when no allowed container fits or it is no regular file, OSError when there is none.
    """
    options = {"format_whitelist": CONTAINERS, "protocol_whitelist": NO_PROTOCOL, "enable_drefs": "0"}
    file = LentFile(open_regular(media), True) if isinstance(media, Path) else LentFile(media, False)
    # The options also reach the decoders that look into the streams while the file is opened.
    with reading_faults(NOT_A_VIDEO):
        return av.open(
            file,
            "r",
            container_options=options,
            options={"max_pixels": str(max_pixels)},
            metadata_errors="replace",
        )
