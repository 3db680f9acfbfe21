"""What a shell completes without asking any worker: it does not wait for one."""

from click import Context, Parameter
from click.shell_completion import CompletionItem


def complete_engine(context: Context, parameter: Parameter, incomplete: str) -> list[CompletionItem]:
    """Engines that may be here."""
    from masklet.engine.sam2.published import PUBLISHED

    names = {"flow": "Built-in tracker"} | {one.name: one.title for one in PUBLISHED.values()}
    return [CompletionItem(name, help=title) for name, title in names.items() if name.startswith(incomplete)]


def complete_checkpoint(context: Context, parameter: Parameter, incomplete: str) -> list[CompletionItem]:
    """Checkpoints that are published."""
    from masklet.engine.sam2.published import PUBLISHED

    return [CompletionItem(one.name, help=one.title) for one in PUBLISHED.values() if one.name.startswith(incomplete)]


def complete_format(context: Context, parameter: Parameter, incomplete: str) -> list[CompletionItem]:
    """Export formats."""
    from masklet.export.registry import formats

    return [CompletionItem(one.name, help=one.title) for one in formats() if one.name.startswith(incomplete)]
