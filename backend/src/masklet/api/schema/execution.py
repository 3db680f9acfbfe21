"""How results of a subscription are computed: each with a memory of its own, so that a long stream does not grow."""

from typing import Any

from graphql.execution import Executor
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class ForgetfulExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core 3.3.2 remembers the fields below each list that it met, by the list's identity, and shares that
    memory among all results of a subscription: it never finds anything again and kept 4 kB a tracked frame."""

    def build_per_event_executor(self, payload: Any) -> Executor[Any]:  # noqa: ANN401 - graphql-core's own
        """See Executor."""
        executor = super().build_per_event_executor(payload)
        executor._relevant_sub_fields = {}
        return executor
