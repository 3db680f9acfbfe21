"""What the first load of the page weighs: script and style that index.html asks for at once, and all of dist, gzipped."""

import gzip
import re
from pathlib import Path

DIST = Path(__file__).parents[2] / "frontend/dist"


def zipped(file: Path) -> int:
    """Bytes of a file as a server sends it with gzip."""
    return len(gzip.compress(file.read_bytes(), 6))


def first_load(dist: Path) -> int:
    """Gzipped bytes of the script and style named by index.html (module preloads included)."""
    names = set(re.findall(r'(?:src|href)="/([^"]+\.(?:js|css))"', (dist / "index.html").read_text()))
    return sum(zipped(dist / name) for name in names)


def everything(dist: Path) -> int:
    """Gzipped bytes of every script and style that was built, those loaded later included."""
    return sum(zipped(file) for file in dist.rglob("*") if file.suffix in {".js", ".css"})


def main() -> None:
    """Print both figures."""
    print(f"first load, script and style gzipped: {first_load(DIST) / 1000:.0f} kB (limit 400)")
    print(f"all script and style that the client can load, gzipped: {everything(DIST) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
