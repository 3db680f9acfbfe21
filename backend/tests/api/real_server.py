"""Runs the product without its sample clips: `python real_server.py`."""

from masklet.bootstrap import build_services
from masklet.cli.announcing import announce
from masklet.cli.hosting import host_or_exit
from masklet.cli.reading import settings_or_exit


def make(settings, watch):
    services = build_services(settings, watch=watch)
    services.ensure_samples = lambda on_progress: None
    return services


if __name__ == "__main__":
    host_or_exit(settings_or_exit(), make, announce)
