/** The calls about share links of a session that one owns. */
import type { ShareLink } from "../domain/access";
import type { Api } from "./client";
import {
  CreateShareLinkDocument,
  RemoveShareLinkDocument,
  type ShareLinkFieldsFragment,
  ShareLinksDocument,
} from "./generated/graphql";

const toLink = ({ right, ...link }: ShareLinkFieldsFragment): ShareLink => ({
  ...link,
  right: right === "EDIT" ? "EDIT" : "READ",
});

/** Oldest first. */
export async function fetchShareLinks(api: Api, sessionId: string): Promise<readonly ShareLink[]> {
  return (await api.request(ShareLinksDocument, { sessionId })).shareLinks.map(toLink);
}

export async function createShareLink(
  api: Api,
  sessionId: string,
  right: ShareLink["right"],
): Promise<ShareLink> {
  return toLink((await api.request(CreateShareLinkDocument, { sessionId, right })).createShareLink);
}

/** Whoever came by it is shut out. */
export async function removeShareLink(api: Api, shareId: string): Promise<void> {
  await api.request(RemoveShareLinkDocument, { shareId });
}
