"""`make chaos` in short: kill -9 at random moments of a scripted session loses nothing; and what its ledger would notice."""

import sqlite3
from contextlib import closing

import chaos
import chaos_data
import numpy as np
import pytest
from chaos_ledger import CANCELLED, OPEN, Ledger, Request, Tracking
from product import copy_data, product

from masklet.masks.rle import encode

ROUNDS, LIMIT_S = 3, 200
SQUARE, DISC = (encode(np.arange(48).reshape(6, 8) % period == 1).counts for period in (5, 7))
EMPTY = encode(np.zeros((6, 8), bool)).counts
CLICK = Request("click", lambda key: key[1] == "s", lambda _, found: ("prompt", "s", 0, 1) in found, "s")

pytestmark = pytest.mark.alone  # so that what it counted is printed


@pytest.mark.timeout(400)
def test_nothing_acknowledged_is_lost(template, tmp_path, capsys):
    with capsys.disabled():
        print()
        total = chaos.run(ROUNDS, 5, LIMIT_S, copy_data(template, tmp_path / "data"))
        print(f"  {total.tried} tried, {total.lost} lost")
    assert total.tried >= 1
    assert (total.bad, total.lost) == (0, 0)


def ledger(**changes):
    made = Ledger()
    made.facts = {("name", "s"): "Mine", ("mask", "s", 3, 0): SQUARE}
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_a_fact_that_is_gone_or_another_is_lost():
    assert ledger().compare({("name", "s"): "Mine", ("mask", "s", 3, 0): SQUARE}).lost == ()
    assert len(ledger().compare({("name", "s"): "Yours"}).lost) == 2
    assert len(ledger().compare({("name", "s"): "Mine", ("mask", "s", 3, 0): DISC}).lost) == 1


def test_what_came_from_nowhere_or_is_half_there_is_odd():
    facts = ledger().facts
    assert ledger().compare(facts | {("mask", "s", 4, 0): SQUARE}).odd
    assert ledger().compare(facts | {("mask", "s", 4, 0): EMPTY}).odd == ()
    assert ledger(pending=CLICK).compare(facts).changed is False
    assert "half of" in ledger(pending=CLICK).compare(facts | {("mask", "s", 1, 0): DISC}).odd[0]
    whole = facts | {("mask", "s", 1, 0): DISC, ("prompt", "s", 0, 1): ()}
    assert ledger(pending=CLICK).compare(whole).odd == ()


def test_what_is_tracked_may_change_where_it_was_not_streamed():
    tracked = {("name", "s"): "Mine", ("mask", "s", 3, 0): DISC}
    assert ledger(tracking={"s": Tracking("job")}).compare(tracked).lost == ()
    assert ledger(tracking={"s": Tracking("job", {3})}).compare(tracked).lost
    assert ledger(tracking={"s": Tracking("job")}).compare({("name", "s"): "Mine"}).lost


def test_what_was_deleted_stays_so_and_exports_end():
    facts = ledger().facts
    assert ledger(gone={("session", "t")}).compare(facts | {("session", "t"): "clip"}).lost
    for before, found, is_lost in (
        (OPEN, "d1", False),
        (OPEN, CANCELLED, True),
        (CANCELLED, CANCELLED, False),
        ("d1", "d2", True),
    ):
        kept = ledger(facts={("export", "s", "j"): before})
        assert bool(kept.compare({("export", "s", "j"): found}).lost) is is_lost


def test_a_folder_with_left_overs_is_told_of(data_dir):
    with product(data_dir):
        assert chaos_data.problems_of(data_dir) == []
        (data_dir / "incoming" / "a.part").touch()
        (data_dir / "videos" / ".staging-1").mkdir()
        (data_dir / "exports" / "1.zip").touch()
        (data_dir / "videos" / "marbles" / "poster.jpg").unlink()
        with closing(sqlite3.connect(data_dir / "masklet.sqlite")) as rows, rows:
            rows.execute("UPDATE videos SET trash_id = 'nobody' WHERE video_id = 'marbles'")
        assert len(chaos_data.problems_of(data_dir)) == 5
