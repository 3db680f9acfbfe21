"""The use cases bring neither frames nor tensors into the process that imports them."""

import subprocess
import sys


def test_the_service_imports_no_decoder_no_vision_and_no_network():
    code = (
        "import sys, masklet.service.services;"
        "print([name for name in ('av', 'cv2', 'torch', 'flask', 'masklet.engine', 'masklet.video') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
