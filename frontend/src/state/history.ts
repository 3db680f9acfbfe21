/** Back and forth in the session's history. What changed comes as events, as any change does. */
import { goToEdit, redo, restoreMasklet, undo } from "../api/history";
import type { ObjectId } from "../domain/clip";
import type { Edit } from "../domain/history";
import { say } from "../words/words";
import { attempt, type Surroundings } from "./attempt";
import { editWords } from "./historyWords";

/** What undo would take back. */
export const nextToUndo = (history: readonly Edit[]): Edit | null =>
  history.findLast(({ undone }) => !undone) ?? null;

/** What redo would bring back. */
export const nextToRedo = (history: readonly Edit[]): Edit | null =>
  history.find(({ undone }) => undone) ?? null;

/** Edits of one object, or of all, that hold now: newest first. */
export const versionsOf = (history: readonly Edit[], objectId: ObjectId): readonly Edit[] =>
  history
    .filter((edit) => !edit.undone && (edit.objectId === null || edit.objectId === objectId))
    .toReversed();

export class HistoryCommands {
  readonly #around: Surroundings;
  readonly #settled: () => Promise<void>;
  /** One step after the other: two quick presses are two steps. */
  #last: Promise<void> = Promise.resolve();

  /** `settled`: what was changed here is with the server, so that it is the newest edit. */
  constructor(around: Surroundings, settled: () => Promise<void> = () => Promise.resolve()) {
    this.#around = around;
    this.#settled = settled;
  }

  undo(): Promise<void> {
    return this.#step("state:undo_failed", "state:undone", undo);
  }

  redo(): Promise<void> {
    return this.#step("state:redo_failed", "state:redone", redo);
  }

  /** The session as it was right after this edit; null: before all. */
  goTo(editId: number | null): Promise<void> {
    return attempt(this.#around, say("state:go_to_failed"), async ({ sessionId }) => {
      await this.#settled();
      await goToEdit(this.#around.api, sessionId, editId);
    });
  }

  /** One object as it was right after this edit; itself an edit. */
  restore(objectId: ObjectId, editId: number | null): Promise<void> {
    return attempt(this.#around, say("state:restore_failed"), ({ sessionId }) =>
      restoreMasklet(this.#around.api, sessionId, objectId, editId),
    );
  }

  #step(
    failure: "state:undo_failed" | "state:redo_failed",
    success: "state:undone" | "state:redone",
    call: typeof undo,
  ): Promise<void> {
    const { api, notices } = this.#around;
    const step = () =>
      attempt(this.#around, say(failure), async ({ sessionId }) => {
        await this.#settled();
        const edit = await call(api, sessionId);
        if (edit !== null) notices.say("plain", say(success, { edit: editWords(edit) }));
      });
    this.#last = this.#last.then(step);
    return this.#last;
  }
}
