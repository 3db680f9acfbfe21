"""The project's classes of objects: type, query and mutations."""

import strawberry

from masklet.api import parse
from masklet.api.context import Info
from masklet.api.schema.inputs import AddClassInput, RemoveClassInput, UpdateClassInput
from masklet.api.schema.success import Success
from masklet.domain import session as domain
from masklet.service.titles import clean_name


@strawberry.type(description="What kind of thing an object is; the list belongs to the whole project.")
class ObjectClass:
    class_id: int
    name: str
    colour: str


def object_class(known: domain.ObjectClass) -> ObjectClass:
    """A class as a person sees it."""
    return ObjectClass(class_id=known.class_id, name=known.name, colour=known.colour)


@strawberry.type
class ClassQueries:
    @strawberry.field
    def classes(self, info: Info) -> list[ObjectClass]:
        return [object_class(known) for known in info.context.services.classes.all()]


@strawberry.type
class ClassMutations:
    @strawberry.mutation
    def add_class(self, info: Info, input: AddClassInput) -> ObjectClass:
        made = info.context.services.classes.add(clean_name(input.name), parse.optional_colour(input.colour))
        return object_class(made)

    @strawberry.mutation
    def update_class(self, info: Info, input: UpdateClassInput) -> ObjectClass:
        name = clean_name(input.name) if isinstance(input.name, str) else None
        colour = parse.optional_colour(input.colour)
        return object_class(info.context.services.classes.update(input.class_id, name, colour))

    @strawberry.mutation
    def remove_class(self, info: Info, input: RemoveClassInput) -> Success:
        info.context.services.classes.remove(input.class_id)
        return Success(success=True)
