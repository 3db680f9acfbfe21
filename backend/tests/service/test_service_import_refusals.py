"""What a client is told, besides the sentence, where nothing of a file was taken: it says why in other languages."""

import json

import pytest

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportOptions

IMAGE = {"id": 1, "frame_index": 0, "width": 3, "height": 900}
ANNOTATION = {"id": 7, "image_id": 1, "category_id": 1, "track_id": 1, "segmentation": [[0, 0, 2, 0, 2, 2]]}


def test_the_first_thing_that_did_not_fit_comes_along(studio, tmp_path):
    file = tmp_path / "masks.json"
    file.write_text(json.dumps({"images": [IMAGE], "annotations": [ANNOTATION], "categories": []}))
    session_id = studio.session(5).session_id
    with pytest.raises(InvalidInput) as caught:
        studio.services.mask_imports.take_file(session_id, file, "masks.json", ImportOptions())
    problem = caught.value.details["problem"]
    assert problem["kind"] == "SIZE"
    assert problem["details"]["height"] == 900
    assert problem["item"] in str(caught.value)
