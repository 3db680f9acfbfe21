"""Checkpoints as a GraphQL type, and the downloads of them."""

import strawberry

from masklet.api.context import Info
from masklet.api.schema.problems import Problem, problem
from masklet.domain.checkpoint import CheckpointInfo, CheckpointState

strawberry.enum(CheckpointState)


@strawberry.type(description="The weights of an engine's network, as a file on the server.")
class Checkpoint:
    name: str
    title: str
    state: CheckpointState
    have_bytes: float
    total_bytes: float = strawberry.field(description="0: not known yet.")
    problem: Problem | None = strawberry.field(description="Why the last download failed; what came of it is kept.")


def checkpoint(known: CheckpointInfo) -> Checkpoint:
    """A checkpoint as a person sees it."""
    return Checkpoint(
        name=known.name,
        title=known.title,
        state=known.state,
        have_bytes=float(known.have_bytes),
        total_bytes=float(known.total_bytes),
        problem=problem(known.problem_code, known.problem),
    )


@strawberry.type
class CheckpointMutations:
    @strawberry.mutation(description="One at a time; goes on where an earlier one stopped.")
    def start_checkpoint_download(self, info: Info, name: str) -> Checkpoint:
        return checkpoint(info.context.services.checkpoints.start(name))

    @strawberry.mutation(description="What came is kept; no error where none runs.")
    def cancel_checkpoint_download(self, info: Info, name: str) -> Checkpoint:
        return checkpoint(info.context.services.checkpoints.cancel(name))
