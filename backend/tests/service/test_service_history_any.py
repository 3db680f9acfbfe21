"""Any edits in any order: all undone is the beginning, all redone is the end."""

import contextlib
import json
import random
from collections.abc import Callable

import pytest
from rows_actions import click, track
from rows_history import history, restart, state
from rows_studio import Studio

from masklet.domain.errors import MaskletError
from masklet.domain.history import Edit
from masklet.domain.prompt import Box, Point


def _random_act(studio: Studio, session_id: str, dice: random.Random) -> None:
    services = studio.services
    object_id, at, row = dice.randrange(4), dice.randrange(8), dice.randrange(30)
    known = {one.object_id for one in services.sessions.snapshot(session_id).objects}
    edits: tuple[Edit, ...] = history(studio).all(session_id)
    acts: list[Callable[[], object]] = [
        lambda: click(studio, session_id, object_id, at, row),
        lambda: services.prompts.set_points(session_id, object_id, at, [Point(1.0, row, 1)], False),
        lambda: services.prompts.set_box(session_id, object_id, at, Box(0, row, 6, row + 2)),
        lambda: services.prompts.clear_frame(session_id, object_id, at),
        lambda: services.sessions.update_object(session_id, object_id, f"Name {row}", None),
        lambda: services.sessions.update_object(session_id, object_id, None, f"#0000{row:02d}"),
        lambda: services.sessions.rename(session_id, f"Session {row}"),
        lambda: services.sessions.remove_object(session_id, object_id),
        lambda: known and history(studio).restore(
            session_id, dice.choice(sorted(known)), dice.choice([None, *(edit.edit_id for edit in edits)])
        ),
    ]  # fmt: skip
    acts += [
        lambda: services.objects.lock(session_id, object_id, bool(row % 2)),
        lambda: services.objects.reorder(session_id, dice.sample(sorted(known), len(known))),
        lambda: services.objects.merge(session_id, object_id, dice.choice(sorted(known))),
        lambda: services.objects.split(session_id, object_id, at, dice.randrange(4)),
        lambda: services.marks.mark_absent(session_id, object_id, at, min(7, at + 2), bool(row % 3)),
        lambda: services.marks.accept(session_id, object_id, at, min(7, at + 2), bool(row % 3)),
    ]
    some = dice.sample(sorted(known), dice.randint(0, len(known)))
    layers = [{"id": "a", "effect": {"name": "blur", "values": {}}, "objectIds": some, "enabled": bool(row % 2)}]
    acts.append(lambda: services.effects.set(session_id, json.dumps(layers)))
    if any(row.object_id in known for row in services.sessions.snapshot(session_id).prompts):
        acts += [lambda: track(studio, session_id, start=at)] * 3
    if dice.random() < 0.03:
        acts = [lambda: services.prompts.clear_video(session_id)]
    with contextlib.suppress(MaskletError, IndexError):  # locked, accepted, unknown: refused
        dice.choice(acts)()


@pytest.mark.parametrize("seed", range(3))
def test_all_undone_is_the_beginning_and_all_redone_is_the_end(studio, seed):
    dice = random.Random(seed)
    studio.engine.carries_corrections = bool(seed % 2)
    session_id = studio.session(8).session_id
    states = [state(studio, session_id)]
    for _ in range(20):
        count = len(history(studio).all(session_id))
        _random_act(studio, session_id, dice)
        if len(history(studio).all(session_id)) > count:
            states.append(state(studio, session_id))
    assert len(history(studio).all(session_id)) == len(states) - 1
    ids: list[int | None] = [None, *(edit.edit_id for edit in history(studio).all(session_id))]
    for at in reversed(range(len(states) - 1)):
        history(studio).undo(session_id)
        assert state(studio, session_id) == states[at]
    restart(studio)
    for known in states[1:]:
        history(studio).redo(session_id)
        assert state(studio, session_id) == known
    for _ in range(10):
        at = dice.randrange(len(states))
        history(studio).go_to(session_id, ids[at])
        assert state(studio, session_id) == states[at]
