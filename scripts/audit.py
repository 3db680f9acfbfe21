"""make audit: are the packages the ones that are locked, and does anybody know of a hole in them? Status 1 where one is not.

What cannot be asked (no registry, or one without advisories) is said, never passed over in silence.
"""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from lock_hashes import CHOSEN_BY_THE_PERSON, PINS, ROOT, locked, normal, offered, pins

OURS_OR_PIP_S = {"masklet", "pip", "setuptools", "wheel"}
WITH_TORCH = re.compile(r"^(nvidia-|cuda-|triton$)")  # its build's own companions
NPM_LOCK = ROOT / "frontend/package-lock.json"
# builds of Biome for other systems, added by hand where a registry lags (docs/log.md): npm checks them when it fetches them
NO_INTEGRITY = re.compile(r"^node_modules/@biomejs/cli-")


def lock_faults() -> list[str]:
    """Where the list of hashes and the pins differ."""
    wanted, known = pins(), {name: version for name, (version, _) in locked().items()}
    return [
        f"{name} {wanted.get(name)} is pinned, {known.get(name)} is locked"
        for name in sorted(wanted.keys() | known.keys())
        if wanted.get(name) != known.get(name)
    ]


def installed_faults() -> list[str]:
    """What is installed beside this Python and is not what is locked."""
    known = locked()
    faults = []
    for each in metadata.distributions():
        name = normal(each.metadata["Name"])
        if name in OURS_OR_PIP_S | CHOSEN_BY_THE_PERSON or WITH_TORCH.match(name):
            continue
        if name not in known:
            faults.append(f"{name} {each.version} is installed and not locked")
        elif known[name][0] != each.version:
            faults.append(f"{name} {each.version} is installed, {known[name][0]} is locked")
    return faults


def npm_faults() -> list[str]:
    """Packages of the client that npm could not check against a hash when it installs them."""
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    return [
        f"{name} has no sha512 in the client's lock"
        for name, each in packages.items()
        if name and not each.get("link") and not NO_INTEGRITY.match(name)
        if not each.get("integrity", "").startswith("sha512-")
    ]


def file_faults() -> list[str] | None:
    """Pins for which the registry offers another file than the one that is locked; None where it does not answer."""
    known = locked()
    try:
        found = offered()
    except subprocess.CalledProcessError:
        return None
    return [
        f"{name}: pip is offered a file of another content"
        for name, (_, hashes) in found.items()
        if not hashes & known.get(name, ("", set()))[1]
    ]


def python_advisories(program: str) -> list[str] | None:
    """Known holes by pip-audit; None where no advisories are answered."""
    command = [
        program,
        "--requirement",
        str(PINS),
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(told.stdout)["dependencies"]
    except ValueError:
        return None
    if all("skip_reason" in each for each in packages):
        return None
    return [f"{each['name']} {each['version']}: {hole['id']}" for each in packages for hole in each.get("vulns", ())]


def npm_advisories() -> list[str] | None:
    """Known holes by npm audit; None where no advisories are answered."""
    told = subprocess.run(
        ["npm", "audit", "--json"], cwd=ROOT / "frontend", capture_output=True, text=True, check=False
    )
    try:
        holes = json.loads(told.stdout)["vulnerabilities"]
    except (ValueError, KeyError):
        return None
    return [f"{name}: {each['severity']}" for name, each in holes.items()]


def tell(what: str, faults: list[str] | None) -> int:
    """Print one line, and one for each fault; how many there are."""
    said = "NOT CHECKED: it does not answer from here" if faults is None else f"{len(faults)} faults"
    print(f"{what}: {said}")
    for fault in faults or ():
        print(f"  {fault}")
    return len(faults or ())


def main(pip_audit: str) -> None:
    """All checks, the ones that need no network first."""
    faults = tell(f"{len(pins())} pins against the list of hashes", lock_faults())
    faults += tell("what is installed against the list", installed_faults())
    faults += tell("the client's lock has a hash for everything", npm_faults())
    faults += tell("files that the registry offers against the list", file_faults())
    faults += tell("advisories for Python packages (pip-audit)", python_advisories(pip_audit))
    faults += tell("advisories for npm packages (npm audit)", npm_advisories())
    print(f"{faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
