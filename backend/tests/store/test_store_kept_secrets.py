"""Secrets of a data folder: made once, kept, readable by their owner alone."""

import os
import stat

from masklet.store.kept_secrets import kept_secret


def test_a_secret_is_made_once_and_kept(tmp_path):
    secret = kept_secret(tmp_path / "token")
    assert len(secret) >= 43  # 256 bits
    assert kept_secret(tmp_path / "token") == secret
    assert kept_secret(tmp_path / "other") != secret
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "token"]


def test_nobody_else_may_read_it_whatever_the_mask_of_the_process(tmp_path):
    before = os.umask(0)
    try:
        kept_secret(tmp_path / "token")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


def test_an_empty_file_is_no_secret(tmp_path):
    (tmp_path / "token").write_text("\n")
    assert len(kept_secret(tmp_path / "token")) >= 43


def test_one_that_a_person_wrote_is_theirs(tmp_path):
    (tmp_path / "token").write_text("  their own words \n")
    assert kept_secret(tmp_path / "token") == "their own words"
