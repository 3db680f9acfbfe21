"""The schema, put together once; and its printed form, which is the contract."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import strawberry
from graphql import ASTValidationRule, DocumentNode, GraphQLSchema, NoSchemaIntrospectionCustomRule, parse
from strawberry.extensions import AddValidationRules, SchemaExtension, ValidationCache
from strawberry.types import ExecutionContext

from masklet.api.schema.access import AccessMutations
from masklet.api.schema.checkpoints import CheckpointMutations
from masklet.api.schema.classes import ClassMutations
from masklet.api.schema.events import EVENT_TYPES
from masklet.api.schema.execution import ForgetfulExecutor
from masklet.api.schema.history import HistoryMutations
from masklet.api.schema.mask_imports import MaskImportMutations
from masklet.api.schema.object_mutations import ObjectMutations
from masklet.api.schema.prompt_mutations import PromptMutations
from masklet.api.schema.queries import Query
from masklet.api.schema.session_file_mutations import SessionFileMutations
from masklet.api.schema.session_mutations import SessionMutations
from masklet.api.schema.subscriptions import Subscription
from masklet.api.schema.trash import TrashMutations
from masklet.api.schema.video_mutations import VideoMutations

DESCRIPTION = "Points: [x / width, y / height] in 0..1. Labels: 1 object, 0 background. Times in seconds."
MAX_TOKENS = 5_000


@strawberry.type
class Mutation(
    VideoMutations,
    SessionMutations,
    ObjectMutations,
    ClassMutations,
    PromptMutations,
    HistoryMutations,
    CheckpointMutations,
    SessionFileMutations,
    MaskImportMutations,
    TrashMutations,
    AccessMutations,
):
    pass


@lru_cache(maxsize=256)
def parsed(query: str) -> DocumentNode:
    """The document, remembered. Raises graphql.GraphQLSyntaxError."""
    return parse(query, max_tokens=MAX_TOKENS)


class RememberDocuments(SchemaExtension):
    """Clients send the same few documents again and again."""

    def on_parse(self) -> Iterator[None]:
        query = self.execution_context.query
        if query is not None:
            self.execution_context.graphql_document = parsed(query)
        yield


class StudioSchema(strawberry.Schema):
    """Errors are logged where they are mapped (api/errors.py), not here."""

    def process_errors(self, errors: list[Any], execution_context: ExecutionContext | None = None) -> None:
        """Leave them to the mapping."""


@lru_cache(maxsize=2)
def studio_schema(introspection: bool = True) -> StudioSchema:
    """The one schema, which may be asked for itself or not."""
    rules: list[type[ASTValidationRule]] = [] if introspection else [NoSchemaIntrospectionCustomRule]
    return StudioSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=EVENT_TYPES,
        execution_context_class=ForgetfulExecutor,
        extensions=[
            RememberDocuments,
            lambda: AddValidationRules(rules),
            lambda: ValidationCache(maxsize=256),
        ],
    )


def schema_shape() -> GraphQLSchema:
    """Its types and fields, as graphql-core has them."""
    return studio_schema()._schema


def printed() -> str:
    """contract/schema.graphql."""
    roots = "schema {\n  query: Query\n  mutation: Mutation\n  subscription: Subscription\n}"
    return f'"""{DESCRIPTION}"""\n{roots}\n\n{studio_schema().as_str()}\n'
