/** The calls about deletions: what one takes along, what can be brought back, and how full the server is. */
import type { Deleted, Deletion, Storage } from "../domain/trash";
import type { Api } from "./client";
import {
  DeleteForeverDocument,
  DeletionOfSessionDocument,
  DeletionOfVideoDocument,
  RestoreDeletedDocument,
  TrashDocument,
} from "./generated/graphql";

/** Of a clip, by its path. */
export async function fetchDeletionOfVideo(api: Api, path: string): Promise<Deletion> {
  return (await api.request(DeletionOfVideoDocument, { path })).deletionOfVideo;
}

export async function fetchDeletionOfSession(api: Api, sessionId: string): Promise<Deletion> {
  return (await api.request(DeletionOfSessionDocument, { sessionId })).deletionOfSession;
}

/** Newest first. */
export async function fetchTrash(
  api: Api,
): Promise<{ readonly trash: readonly Deleted[]; readonly storage: Storage }> {
  return api.request(TrashDocument, {});
}

export async function restoreDeleted(api: Api, trashId: string): Promise<void> {
  await api.request(RestoreDeletedDocument, { trashId });
}

export async function deleteForever(api: Api, trashId: string): Promise<void> {
  await api.request(DeleteForeverDocument, { trashId });
}
