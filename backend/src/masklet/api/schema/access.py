"""Who asks, what they may do in a session, and the links that share one, as GraphQL types."""

import strawberry

from masklet.api.context import Context, Info
from masklet.api.schema.success import Success
from masklet.domain import access as domain

strawberry.enum(domain.AccessMode, description="How the server learns who asks.")
strawberry.enum(domain.Right, name="SessionRight", description="Each includes the ones before it.")


@strawberry.type(description="Who asks.")
class Me:
    name: str | None = strawberry.field(description="Null where nobody has a name: on an open server, and for guests.")
    guest: bool = strawberry.field(description="Here by a share link alone.")
    mode: domain.AccessMode


@strawberry.type(description="Whoever opens its address has the right in the session until the link is removed.")
class ShareLink:
    share_id: strawberry.ID
    right: domain.Right
    url: str
    created_at: float


@strawberry.input
class CreateShareLinkInput:
    session_id: str
    right: domain.Right = strawberry.field(description="READ or EDIT.")


@strawberry.input
class RemoveShareLinkInput:
    share_id: strawberry.ID


@strawberry.type
class AccessQueries:
    @strawberry.field
    def me(self, info: Info) -> Me:
        principal = info.context.principal
        name = None if principal.person is None else principal.person.name
        return Me(name=name, guest=principal.is_guest, mode=info.context.mode)

    @strawberry.field(description="Of a session that one owns, oldest first.")
    def share_links(self, info: Info, session_id: str) -> list[ShareLink]:
        return [share_link(known, info.context) for known in info.context.services.shares.all(session_id)]


@strawberry.type
class AccessMutations:
    @strawberry.mutation
    def create_share_link(self, info: Info, input: CreateShareLinkInput) -> ShareLink:
        return share_link(info.context.services.shares.create(input.session_id, input.right), info.context)

    @strawberry.mutation(description="It gives nothing any more; open streams of who came by it end.")
    def remove_share_link(self, info: Info, input: RemoveShareLinkInput) -> Success:
        info.context.services.shares.remove(input.share_id)
        return Success(success=True)


def share_link(known: domain.ShareLink, context: Context) -> ShareLink:
    """A link with its address."""
    return ShareLink(
        share_id=strawberry.ID(known.share_id),
        right=known.right,
        url=context.urls.share(known.secret),
        created_at=known.created_at,
    )
