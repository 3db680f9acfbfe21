"""`masklet evaluate`: J and F of exported masklets against true ones, as DAVIS 2017 measures."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masklet.export.evaluation.mask_sequence import MaskSequence
    from masklet.export.evaluation.scoring import Evaluation, Score, SequenceScore

EXAMPLES = """\b
Examples:
  masklet export 3f2a91c0 --format davis --out davis.zip
  masklet evaluate davis.zip truth/
  masklet evaluate davis.zip truth/ --all-frames
  masklet evaluate davis.zip truth/ --json | jq .JF
"""
_ANY = click.Path(exists=True, path_type=Path)


@click.command(epilog=EXAMPLES)
@click.argument("export", type=_ANY)
@click.argument("truth", type=_ANY)
@click.option("--all-frames", is_flag=True, help="Judge the first and the last frame too.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def command(export: Path, truth: Path, all_frames: bool, as_json: bool) -> None:
    """Measure the masklets of EXPORT against TRUTH: region similarity J, contour accuracy F, and their mean.

    EXPORT: what `masklet export` or `track` wrote as davis, png, sa_v_png, coco or youtube_vis, a folder, zip or JSON file. TRUTH:
    a DAVIS folder, one of its Annotations/480p/CLIP, or any folder of palette pictures. Clips are found by name (two that
    are alone belong together), frames by number, objects by number. Exit code 1: something did not fit; the rest is measured.
    """
    from masklet.cli.exits import PROBLEM, told
    from masklet.cli.tables import print_json
    from masklet.export.evaluation.opening import sequences_at

    with told():
        found = _evaluated(sequences_at(export), sequences_at(truth), all_frames)
    if as_json:
        print_json(_about(found, all_frames))
    else:
        _print(found, all_frames)
    for sentence in found.problems:
        click.echo(sentence, err=True)
    if found.problems:
        raise SystemExit(PROBLEM)


def _evaluated(exported: "Sequence[MaskSequence]", true: "Sequence[MaskSequence]", all_frames: bool) -> "Evaluation":
    from masklet.export.evaluation.scoring import evaluate, judged_frames, pairs

    total = sum(len(judged_frames(truth, all_frames)) for _, truth in pairs(exported, true) if truth is not None)
    with click.progressbar(length=total, label="Measuring", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        return evaluate(exported, true, all_frames, lambda: bar.update(1))


def _about(found: "Evaluation", all_frames: bool) -> dict[str, Any]:
    mean = found.mean
    return {
        "frames": "all" if all_frames else "without the first and the last",
        **(_figures(mean) if mean is not None else {"J": None, "F": None, "JF": None}),
        "sequences": [_about_sequence(one) for one in found.sequences],
        "not_exported": found.others,
        "problems": found.problems,
    }


def _about_sequence(one: "SequenceScore") -> dict[str, Any]:
    objects = [{"number": number, **_figures(score)} for number, score in one.objects.items()]
    return {"name": one.name, "truth": one.truth, "frames": one.frame_count, **_figures(one.mean), "objects": objects}


def _figures(score: "Score") -> dict[str, float]:
    return {"J": score.j, "F": score.f, "JF": score.jf}


def _print(found: "Evaluation", all_frames: bool) -> None:
    from masklet.cli.tables import print_table

    if found.mean is None:
        return
    rows: list[tuple[object, ...]] = []
    for one in found.sequences:
        rows += [(one.name, number, one.frame_count, *_cells(score)) for number, score in one.objects.items()]
        if len(one.objects) > 1:
            rows.append((one.name, "mean", one.frame_count, *_cells(one.mean)))
    if len(found.sequences) > 1:
        rows.append(("all", "mean", sum(one.frame_count for one in found.sequences), *_cells(found.mean)))
    print_table(("CLIP", "OBJECT", "FRAMES", "J&F", "J", "F"), rows)
    click.echo("All frames." if all_frames else "Without the first and the last frame of each clip, as DAVIS does.")
    for one in found.sequences:
        if one.truth != one.name:
            click.echo(f"{one.name} was measured against {one.truth}.")
    if found.others:
        click.echo(f"Clips of the truth that were not exported: {found.others}.")


def _cells(score: "Score") -> tuple[str, str, str]:
    return f"{score.jf:.3f}", f"{score.j:.3f}", f"{score.f:.3f}"
