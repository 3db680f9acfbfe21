"""Runs the product without its sample clips: `python real_server.py`. Tells at its end which modules its process held."""

import json
import sys

from masklet.bootstrap import build_services
from masklet.cli.announcing import announce
from masklet.cli.hosting import host_or_exit
from masklet.cli.reading import settings_or_exit


def make(settings):
    services = build_services(settings)
    close = services.close

    def close_and_tell():
        (settings.data_dir / "modules.json").write_text(json.dumps(sorted(sys.modules)))
        close()

    services.ensure_samples = lambda on_progress: None
    services.close = close_and_tell
    return services


if __name__ == "__main__":
    host_or_exit(settings_or_exit(), make, announce)
