"""Addresses of media: made from a video's key here, and taken apart again by the media routes. Knows no file."""

from dataclasses import dataclass
from urllib.parse import quote

VIDEO_SUFFIX = ".mp4"
IMAGE_SUFFIX = ".jpg"


def image_key(video_path: str) -> str:
    """`uploads/a.mp4` -> `uploads/a.jpg`: the name of a video's poster and filmstrip."""
    return video_path.removesuffix(VIDEO_SUFFIX) + IMAGE_SUFFIX


def video_key(image: str) -> str:
    """`uploads/a.jpg` -> `uploads/a.mp4`."""
    return image.removesuffix(IMAGE_SUFFIX) + VIDEO_SUFFIX


def poster_path(video_path: str) -> str:
    """The poster's path below the base address."""
    return f"posters/{image_key(video_path)}"


@dataclass(frozen=True, slots=True)
class Urls:
    """Absolute addresses below `base`, which has no slash at its end."""

    base: str

    def of(self, path: str) -> str:
        """The address of a path below the base."""
        return f"{self.base}/{quote(path)}"

    def filmstrip(self, video_path: str) -> str:
        """The row of small frames."""
        return self.of(f"filmstrips/{image_key(video_path)}")

    def frame_template(self, video_path: str) -> str:
        """Single frames, with `{frame}` where the index goes."""
        return self.of(f"frames/{video_path}") + "/{frame}.jpg"

    def export(self, job_id: str) -> str:
        """A finished export."""
        return self.of(f"exports/{job_id}")

    def manifest(self, job_id: str) -> str:
        """That of a finished export that is a single file."""
        return self.of(f"exports/{job_id}/manifest")

    def share(self, secret: str) -> str:
        """What a person hands on so that others come to a session."""
        return self.of(f"shared/{secret}")
