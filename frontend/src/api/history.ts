/** The calls that go back and forth in a session's history. */
import type { ObjectId } from "../domain/clip";
import type { Edit } from "../domain/history";
import type { Api } from "./client";
import { GoToEditDocument, RedoDocument, RestoreMaskletDocument, UndoDocument } from "./generated/graphql";
import { toEdit } from "./parse";

/** Answers with what was undone; null where there is nothing. */
export async function undo(api: Api, sessionId: string): Promise<Edit | null> {
  const edit = (await api.request(UndoDocument, { input: { sessionId } })).undo;
  return edit && toEdit(edit);
}

export async function redo(api: Api, sessionId: string): Promise<Edit | null> {
  const edit = (await api.request(RedoDocument, { input: { sessionId } })).redo;
  return edit && toEdit(edit);
}

/** Until exactly the edits up to this one are done; null: none. */
export async function goToEdit(api: Api, sessionId: string, editId: number | null): Promise<void> {
  await api.request(GoToEditDocument, { input: { sessionId, editId } });
}

/** One object's masks and prompts as they were right after an edit; null: before all. */
export async function restoreMasklet(
  api: Api,
  sessionId: string,
  objectId: ObjectId,
  editId: number | null,
): Promise<void> {
  await api.request(RestoreMaskletDocument, { input: { sessionId, objectId, editId } });
}
