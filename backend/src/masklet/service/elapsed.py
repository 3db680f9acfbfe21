"""Whether a span of time is over, on a clock that may be set back. Knows no clock."""


def is_over(since: float, now: float, span_s: float) -> bool:
    """True also where `now` lies before `since`: a clock that jumped back must hold nothing up until it has caught up."""
    return not 0 <= now - since < span_s
