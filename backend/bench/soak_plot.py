"""Draws resident memory over time as SVG, without a library: a line a process, a grid, and what each line is."""

from collections.abc import Sequence
from pathlib import Path

from soak_memory import MB, ROLES, Sample

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 360, 56, 110, 34, 40
COLOURS = dict(zip(ROLES, ("#1f6feb", "#d1495b", "#2f9e44", "#e8890c", "#7048e8", "#868e96"), strict=True))
FONT = 'font-family="system-ui, sans-serif" font-size="12"'


def draw(file: Path, samples: Sequence[Sample], title: str) -> None:
    """The whole picture."""
    last_s = max(sample.at_s for sample in samples)
    most = max(value for sample in samples for value in sample.resident.values()) / MB
    top = next(step for step in (50, 100, 200, 400, 600, 800, 1200, 2000, 4000, 8000, 10**9) if step >= most)

    def x(at_s: float) -> float:
        return LEFT + at_s / last_s * (WIDTH - LEFT - RIGHT)

    def y(megabytes: float) -> float:
        return HEIGHT - BOTTOM - megabytes / top * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>']
    parts.append(
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/><text x="{LEFT}" y="20" font-size="10">{title}</text>'
    )
    for k in range(5):
        value, minutes = top * k / 4, last_s / 60 * k / 4
        parts.append(f'<path d="M{LEFT} {y(value):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
        at = x(minutes * 60)
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{minutes:.3g}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end">minutes; resident memory in MB</text>')
    parts += [part for role in ROLES for part in _line(samples, role, x, y)]
    file.write_text("\n".join([*parts, "</svg>"]) + "\n")


def _line(samples: Sequence[Sample], role: str, x, y) -> list[str]:  # noqa: ANN001 - two functions of a number
    """A path that is broken where the process was not there, and its name at the end."""
    steps, drawn, last = [], False, None
    for sample in samples:
        value = sample.resident.get(role)
        if value is not None:
            steps.append(f"{'L' if drawn else 'M'}{x(sample.at_s):.1f} {y(value / MB):.1f}")
            last = value / MB
        drawn = value is not None
    if last is None:
        return []
    path = f'<path d="{"".join(steps)}" fill="none" stroke="{COLOURS[role]}" stroke-width="1.5"/>'
    row = TOP + 16 * (ROLES.index(role) + 1)
    return [path, f'<text x="{WIDTH - RIGHT + 10}" y="{row}" fill="{COLOURS[role]}">{role} {last:.0f}</text>']
