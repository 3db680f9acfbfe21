"""How the 32 object colours were chosen: run it and it prints them with their distances. Deterministic; needs numpy only.

Candidates are a grid of sRGB colours, light enough for dark surfaces and neither grey nor glaring. The palette maximises
the smallest OKLab distance between any two colours as seen with deuteranopia, with protanopia and (halved, so that it
must be twice as large) with normal vision, whichever is least. Dichromats are simulated with Machado, Oliveira and
Fernandes 2009, severity 1.0, in linear RGB; OKLab by Ottosson 2020. The first 8, the first 16 and all 32 are each searched
in turn, the earlier ones staying as they are: greedily, farthest colour next, from the product's blue; then each new
colour moves to the candidate that is farthest from the rest, until none improves. The first eight come from the
stronger candidates only. Within a group each next colour is the one farthest from those before it.
"""

import numpy as np

GROUPS, FIRST = (8, 16, 32), (0x3B, 0x9D, 0xFF)
NORMAL_WEIGHT = 0.5
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
PROTANOPIA = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)
VISIONS = (np.eye(3), DEUTERANOPIA, PROTANOPIA)
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(rgb: np.ndarray) -> np.ndarray:
    """sRGB 0..255 (N x 3) to linear light 0..1."""
    value = rgb / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def oklab(light: np.ndarray) -> np.ndarray:
    """Linear RGB (N x 3) to OKLab."""
    return np.cbrt(light @ TO_LMS.T) @ TO_LAB.T


def seen(rgb: np.ndarray) -> list[np.ndarray]:
    """OKLab under each vision."""
    return [oklab(np.clip(linear(rgb) @ vision.T, 0, 1)) for vision in VISIONS]


def distances(rgb: np.ndarray, others: np.ndarray) -> np.ndarray:
    """N x M: the least (weighted) distance over all visions."""
    pairs = zip(seen(rgb), seen(others), (NORMAL_WEIGHT, 1, 1), strict=True)
    return np.min(
        [
            weight * np.linalg.norm(a[:, None] - b[None], axis=-1)
            for a, b, weight in pairs
        ],
        axis=0,
    )


def candidates(least_chroma: float, lightness: tuple[float, float]) -> np.ndarray:
    """A grid of sRGB colours (N x 3) within OKLab bounds."""
    steps = np.arange(0, 256, 15, dtype=float)
    rgb = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(-1, 3)
    lab = oklab(linear(rgb))
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    return rgb[
        (lab[:, 0] > lightness[0])
        & (lab[:, 0] < lightness[1])
        & (chroma > least_chroma)
        & (chroma < 0.27)
    ]


def least(palette: np.ndarray) -> float:
    """The smallest distance within a palette."""
    table = distances(palette, palette)
    return float(table[np.triu_indices(len(palette), 1)].min())


def greedy(palette: np.ndarray, pool: np.ndarray, count: int) -> np.ndarray:
    """Farthest colour next, up to `count`."""
    while len(palette) < count:
        palette = np.vstack([palette, pool[distances(pool, palette).min(1).argmax()]])
    return palette


def improve(palette: np.ndarray, pool: np.ndarray, fixed: int) -> np.ndarray:
    """Move one colour at a time, the first `fixed` excepted, while its room grows."""
    moved = True
    while moved:
        moved = False
        for index in range(fixed, len(palette)):
            rest = np.delete(palette, index, axis=0)
            room = distances(pool, rest).min(1)
            best = int(room.argmax())
            if room[best] > distances(palette[index : index + 1], rest).min() + 1e-9:
                palette[index], moved = pool[best], True
    return palette


def order(palette: np.ndarray, fixed: int) -> np.ndarray:
    """Farthest next, after the first `fixed`."""
    chosen = list(range(fixed))
    while len(chosen) < len(palette):
        room = distances(palette, palette[chosen]).min(1)
        room[chosen] = -1
        chosen.append(int(room.argmax()))
    return palette[chosen]


def search() -> np.ndarray:
    """The palette, 32 x 3."""
    palette = np.array([FIRST], float)
    for count in GROUPS:
        pool = (
            candidates(0.12, (0.55, 0.92))
            if count == GROUPS[0]
            else candidates(0.05, (0.42, 0.96))
        )
        fixed = len(palette)
        palette = order(improve(greedy(palette, pool, count), pool, fixed), fixed)
    return palette


if __name__ == "__main__":
    found = search()
    for r, g, b in found.astype(int):
        print(f"#{r:02x}{g:02x}{b:02x}")
    print(
        "least distance:", {count: round(least(found[:count]), 4) for count in GROUPS}
    )
