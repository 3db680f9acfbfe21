"""Writes backend/requirements.lock: the SHA-256 of the file that pip takes here for each pin of backend/constraints.txt.

Asks pip alone (`pip install --dry-run --report`), so it needs whatever registry pip is set up with, and no address of one is
written down. Hashes of other machines' files that are in the list already are kept, as long as the pin is the same.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINS, LOCK = ROOT / "backend/constraints.txt", ROOT / "backend/requirements.lock"
HEAD = (
    "# SHA-256 of the files behind the pins of constraints.txt, as pip got them. Written by: make lock. Compared by: make audit.\n"
    "# torch is not here: which build of it is the person's choice (TORCH_SPEC).\n"
)
CHOSEN_BY_THE_PERSON = {"torch"}


def normal(name: str) -> str:
    """As registries compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    """Versions by name, of constraints.txt."""
    lines = (line.strip() for line in PINS.read_text().splitlines())
    found = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    return {normal(name): version for name, version in found.items() if name not in CHOSEN_BY_THE_PERSON}


def locked() -> dict[str, tuple[str, set[str]]]:
    """Version and hashes by name, of requirements.lock."""
    text = LOCK.read_text() if LOCK.exists() else ""
    rows = re.findall(r"^(\S+)==(\S+)((?: \\\n +--hash=sha256:[0-9a-f]{64})+)$", text, re.MULTILINE)
    return {name: (version, set(re.findall(r"sha256:([0-9a-f]{64})", hashes))) for name, version, hashes in rows}


def offered() -> dict[str, tuple[str, set[str]]]:
    """What pip would install now for each pin. Raises subprocess.CalledProcessError where it finds no file of one."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, report = Path(folder, "pins.txt"), Path(folder, "report.json")
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in pins().items()))
        flags = [
            "--quiet",
            "--quiet",
            "--quiet",
            "--dry-run",
            "--ignore-installed",
            "--no-deps",
            "--disable-pip-version-check",
        ]
        command = [sys.executable, "-m", "pip", "install", *flags, "--report", str(report), "-r", str(wanted)]
        subprocess.run(command, check=True)
        told = json.loads(report.read_text())["install"]
    return {
        normal(each["metadata"]["name"]): (
            each["metadata"]["version"],
            {each["download_info"]["archive_info"]["hashes"]["sha256"]},
        )
        for each in told
    }


def main() -> None:
    """Write the list anew."""
    before = locked()
    rows = []
    for name, (version, hashes) in sorted(offered().items()):
        kept = before[name][1] if name in before and before[name][0] == version else set()
        rows.append(
            f"{name}=={version}" + "".join(f" \\\n    --hash=sha256:{each}" for each in sorted(hashes | kept)) + "\n"
        )
    LOCK.write_text(HEAD + "".join(rows))
    print(f"{len(rows)} packages in {LOCK.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
