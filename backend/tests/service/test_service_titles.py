"""Names of any kind become titles, never paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masklet.domain.errors import InvalidInput
from masklet.service.titles import MAX_NAME, MAX_TITLE, clean_name, download_name, suffix_of, title_from


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("holiday.MP4", "holiday"),
        ("../../etc/passwd", "passwd"),
        ("C:\\films\\cat.mov", "cat"),
        ("../", "Untitled"),
        ("..", "Untitled"),
        (".mp4", "Untitled"),
        ("", "Untitled"),
        ("archive.tar.gz", "archive.tar"),
        ("say \"hello\" 'you'.mp4", "say \"hello\" 'you'"),
        ("🐈\u200d⬛ cat.mp4", "🐈\u200d⬛ cat"),
        ("a\x00b\nc\u202ed.mp4", "ab cd"),
        ("two  blanks .mp4", "two blanks"),
        ("\ud800lone.mp4", "lone"),
        ("x" * 300 + ".mp4", "x" * (MAX_TITLE - 1) + "…"),
    ],
)
def test_titles(file_name, title):
    assert title_from(file_name) == title


@given(st.text(max_size=400))
def test_any_text_makes_a_title_and_a_suffix(file_name):
    title, suffix = title_from(file_name), suffix_of(file_name)
    assert 1 <= len(title) <= MAX_TITLE
    assert "/" not in title
    assert "\\" not in title
    title.encode()
    assert suffix.startswith(".")
    assert suffix[1:].isascii()
    assert suffix[1:].isalnum()


@given(st.text(max_size=200))
def test_download_names_can_be_saved_anywhere(title):
    name = download_name(title, "coco", ".json")
    assert not set(name) & set('\\/:*?"<>|')
    assert name.isprintable() or "\u200d" in name
    assert name.endswith("-coco.json")
    assert not name.startswith((".", " "))


def test_names_are_cleaned_and_those_that_show_nothing_or_too_much_refused():
    assert clean_name("  Koi \n \u202epond ") == "Koi pond"
    assert clean_name("é" * MAX_NAME) == "é" * MAX_NAME
    for name in ("", "  ", "\n\t", "\u200b", "\u202e", "x" * (MAX_NAME + 1)):
        with pytest.raises(InvalidInput):
            clean_name(name)
