"""`masklet formats`: what `masklet export` can write, and `masklet import` read."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from masklet.domain.export import ExportFormatInfo, ParameterInfo
    from masklet.domain.mask_import import ImportFormatInfo

EXAMPLES = """\b
Examples:
  masklet formats
  masklet formats --json | jq -r '.[].name'
  masklet formats --imports
"""


@click.command(epilog=EXAMPLES)
@click.option("--imports", is_flag=True, help="Those that `masklet import` reads.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def command(imports: bool, as_json: bool) -> None:
    """List the export formats, what each is for, and its options; or the import formats."""
    from masklet.cli.tables import print_json
    from masklet.export.registry import formats

    if imports:
        _print_imports(as_json)
        return
    if as_json:
        print_json([_about(one) for one in formats()])
        return
    for one in formats():
        click.echo(f"{one.name} ({one.suffix}): {one.title}")
        click.echo(f"    {one.description}")
        for option in one.options:
            click.echo(f"    --option {option.name}={_values(option)}")


def _print_imports(as_json: bool) -> None:
    from masklet.cli.tables import print_json
    from masklet.export.imports.reading import formats

    if as_json:
        print_json([_about_import(one) for one in formats()])
        return
    for one in formats():
        click.echo(f"{one.name} ({', '.join(one.suffixes)}): {one.title}")
        click.echo(f"    {one.description}")


def _about_import(one: "ImportFormatInfo") -> dict[str, Any]:
    return {"name": one.name, "title": one.title, "description": one.description, "suffixes": list(one.suffixes)}


def _about(one: "ExportFormatInfo") -> dict[str, Any]:
    options = [
        {
            "name": option.name,
            "title": option.title,
            "kind": option.kind,
            "default": option.default,
            "minimum": option.minimum,
            "maximum": option.maximum,
            "choices": list(option.choices),
        }
        for option in one.options
    ]
    about = {"name": one.name, "title": one.title, "description": one.description, "suffix": one.suffix}
    return about | {"options": options, "selections": [part.value for part in one.selections]}


def _values(option: "ParameterInfo") -> str:
    match option.kind:
        case "choice":
            return f"{'|'.join(option.choices)} (default {option.default})"
        case "toggle":
            return f"true|false (default {str(option.default).lower()})"
        case "number":
            return f"NUMBER (default {option.default:g})"
        case "effects":
            return "JSON (a stack of effects, see docs/effects.md)"
        case _:
            return f"TEXT (default {option.default or 'none'})"
