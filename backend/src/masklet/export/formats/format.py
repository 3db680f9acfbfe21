"""What an export format is: how a person chooses it, and a function that writes it while telling how far it is."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.source import ExportSource

Steps = Generator[int, None, None]  # frames done so far, after each frame; closing it gives up
Write = Callable[[ExportSource, Path, ExportOptions], Steps]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """`write` gets options with a value for every option of `info`; the source has the frames and objects. When it is closed or fails, the registry removes the file."""

    info: ExportFormatInfo
    write: Write
