"""Relay pages of videos: cursors are opaque keys."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from masklet.api.context import Context
from masklet.api.schema.videos import PageInfo, VideoConnection, VideoEdge, video
from masklet.domain import video as domain
from masklet.domain.errors import InvalidInput


def _cursor(known: domain.Video) -> str:
    return urlsafe_b64encode(known.path.encode()).decode()


def _position_after(videos: Sequence[domain.Video], after: str) -> int:
    try:
        path = urlsafe_b64decode(after.encode()).decode()
    except ValueError:
        raise InvalidInput("The cursor is none of ours.") from None
    for position, known in enumerate(videos):
        if known.path == path:
            return position + 1
    raise InvalidInput("The cursor's video is no longer there; begin again without a cursor.")


def page(videos: Sequence[domain.Video], first: int | None, after: str | None, context: Context) -> VideoConnection:
    """At most `first` videos after the cursor. Raises InvalidInput."""
    if first is not None and first < 0:
        raise InvalidInput("A page cannot hold fewer than 0 videos.")
    start = 0 if after is None else _position_after(videos, after)
    stop = len(videos) if first is None else min(len(videos), start + first)
    edges = [VideoEdge(cursor=_cursor(known), node=video(known, context)) for known in videos[start:stop]]
    return VideoConnection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=stop < len(videos),
            has_previous_page=start > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )
