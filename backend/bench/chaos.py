"""`make chaos`: kill -9 at random moments of a scripted session, again and again; what was acknowledged must be there.

Prints the seed, a line a round, and at last how many kills were tried and how many of them lost something. A seed
gives the same script and the same kinds of kills; the moments are the machine's. ROUNDS, SEED and LIMIT_S are read
from the environment.
"""

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import chaos_acts_edit as edit
import chaos_acts_files as files
import chaos_acts_prompt as prompt
import chaos_acts_whole as whole
import chaos_tracking as tracking
import httpx
import psutil
from chaos_killing import KINDS, is_down, kill, start_again, wait_healthy
from chaos_ledger import Ledger
from chaos_looking import Look, look
from chaos_person import Clip, NothingToDo, Person
from live_server import Product, Refused, disc_clip, make_data

# (how often, what)
ACTS = (
    (14, prompt.click), (5, prompt.box), (4, prompt.drawn_mask), (4, prompt.clear_frame), (2, edit.remove_object),
    (6, edit.update_object), (4, edit.accept_frames), (3, edit.mark_absent), (4, edit.set_effects),
    (3, edit.rename_session), (5, edit.undo), (3, edit.redo), (4, whole.upload), (2, whole.rename_video),
    (5, whole.start), (2, whole.duplicate), (3, files.open_file), (5, files.import_masks), (2, whole.add_class),
    (9, files.export), (2, whole.delete_session), (2, whole.delete_video), (10, tracking.track), (1, tracking.cancel),
)  # fmt: skip
LONGEST_S = 4.0
LIMIT_S = 3600.0


@dataclass(frozen=True)
class Total:
    """Of all rounds; `bad` ones are those with a fault."""

    tried: int
    bad: int
    acknowledged: int
    lost: int


class Chaos:
    """One server after the other on one data folder, and the person who uses them."""

    def __init__(self, folder: Path, data: Path, seed: int) -> None:
        self._chance = random.Random(seed)
        self._data = data
        self._ledger = Ledger()
        self._person = Person(self._ledger, random.Random(seed + 1), _clips(folder))
        self._running = Product(self._data)
        self._running.wait_ready()

    def round(self) -> tuple[str, Look]:
        """Work, a kill, a start, a look: what happened, and what was found."""
        kind, after_s = self._chance.choice(KINDS), self._chance.uniform(0.05, LONGEST_S)
        told = self._work_until_killed(kind, after_s)
        during = self._ledger.pending.name if self._ledger.pending else "nothing"
        kills = self._start_again()
        with contextlib.closing(self._running.studio()) as studio:
            seen = look(studio, self._ledger, self._data)
        self._forget_unsure_histories()
        self._ledger.adopt(seen.found)
        again = f", and {kills} times more while it started" if kills else ""
        return f"killed {told}{again} after {after_s:.2f} s, during {during}", seen

    def close(self) -> None:
        """End the server."""
        self._running.kill_family()

    @property
    def person(self) -> Person:
        """Who works."""
        return self._person

    def trouble(self) -> list[str]:
        """What the person or the log says and nobody asked about since; it is told once."""
        told, self._person.trouble = self._person.trouble, []
        return told + self._running.tracebacks()

    def _work_until_killed(self, kind: str, after_s: float) -> str:
        told: list[str] = []
        killer = threading.Timer(after_s, lambda: told.append(self._kill(kind)))
        killer.start()
        self._person.studio = self._running.studio()
        try:
            while not told:
                self._act()
        except httpx.TransportError:
            killer.join()
            if not told:
                self._person.trouble.append("the line broke without a kill")
        finally:
            killer.join()
            self._person.studio.close()
        return told[0]

    def _kill(self, kind: str) -> str:
        try:
            return kill(self._running, kind, self._chance)
        except (psutil.Error, ValueError, AssertionError, subprocess.TimeoutExpired) as error:
            self._person.trouble.append(f"the kill failed: {error!r}")
            return "nothing"

    def _act(self) -> None:
        tracking.settle(self._person)
        weights = [often for often, _ in ACTS]
        [(_, act)] = self._person.chance.choices(ACTS, weights)
        try:
            act(self._person)
        except NothingToDo:
            return
        except (Refused, httpx.HTTPStatusError) as error:  # of a question about what was acknowledged
            self._person.trouble.append(f"{act.__name__}: {error}")

    def _start_again(self) -> int:
        if not is_down(self._running):
            wait_healthy(self._running.url)
            return 0
        self._running, kills = start_again(self._running, self._chance)
        return kills

    def _forget_unsure_histories(self) -> None:
        pending = self._ledger.pending
        for session in [*self._ledger.tracking, *self._person.undoable, *self._person.redoable]:
            if session in self._ledger.tracking or (pending is not None and pending.scope(("name", session))):
                self._person.forget_history(session)
        if pending is not None and pending.edits is not None:
            self._person.forget_history(pending.edits)


@contextlib.contextmanager
def chaos(seed: int, data: Path | None = None) -> Iterator[Chaos]:
    """On a data folder with sample clips: this one, or one of its own, which goes at the end."""
    with tempfile.TemporaryDirectory() as folder:
        made = Chaos(Path(folder), data or make_data(Path(folder) / "data"), seed)
        try:
            yield made
        finally:
            made.close()


def run(rounds: int, seed: int, limit_s: float, data: Path | None = None) -> Total:
    """Print a line a round. `data`: as `chaos` takes it."""
    began, bad, acknowledged, lost, done = time.monotonic(), 0, 0, 0, 0
    print(f"seed {seed}", flush=True)
    with chaos(seed, data) as made:
        while done < rounds and time.monotonic() - began < limit_s:
            told, seen = made.round()
            faults = [*seen.faults, *made.trouble()]
            done, bad = done + 1, bad + bool(faults)
            acknowledged, lost = acknowledged + seen.acknowledged, lost + seen.lost
            counts = f"{seen.acknowledged} acknowledged, {seen.acknowledged - seen.lost} found, {seen.lost} lost"
            print(
                "; ".join([f"{done}: {told}", counts, *seen.remarks]),
                *(f"  FAULT {one}" for one in faults),
                sep="\n",
                flush=True,
            )
        _print_use(made.person)
    if done < rounds:
        print(f"stopped after {limit_s:g} s")
    return Total(done, bad, acknowledged, lost)


def _print_use(person: Person) -> None:
    answered = ", ".join(f"{name} {count}" for name, count in sorted(person.answered.items()))
    refused = ", ".join(f"{what} {count}" for what, count in sorted(person.refused.items()))
    print(f"answered: {answered}\nrefused: {refused or 'nothing'}")


def _clips(folder: Path) -> tuple[Clip, ...]:
    sizes = ((48, 160, 90), (30, 128, 72))
    return tuple(
        Clip(disc_clip(folder / f"disc {frames}.mp4", frames, width, height), frames, (height, width))
        for frames, width, height in sizes
    )


def main() -> None:
    """Ends with status 1 where anything was lost or odd."""
    rounds, limit_s = int(os.environ.get("ROUNDS", "100")), float(os.environ.get("LIMIT_S", LIMIT_S))
    total = run(rounds, int(os.environ.get("SEED", random.randrange(10**6))), limit_s)
    print(f"acknowledged {total.acknowledged}, found {total.acknowledged - total.lost}, lost {total.lost}")
    if total.bad:
        print(f"{total.bad} rounds with a fault")
    print(f"{total.tried} tried, {total.lost} lost")
    sys.exit(1 if total.bad else 0)


if __name__ == "__main__":
    main()
