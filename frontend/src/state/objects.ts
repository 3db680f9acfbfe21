/** What a person does with objects as a whole: class, lock, order, hide, solo, merge, split; and the list of classes. */
import {
  addClass,
  fetchClasses,
  mergeObjects,
  removeClass,
  reorderObjects,
  splitObject,
  updateClass,
} from "../api/objects";
import { type ObjectChange, updateObject } from "../api/tracking";
import type { ObjectId } from "../domain/clip";
import type { ObjectClass, TrackedObject } from "../domain/session";
import { say } from "../words/words";
import { attempt, changeSession, type Surroundings } from "./attempt";
import { type StageState, type StageStore, toggled } from "./stageStore";

export interface ObjectSurroundings extends Surroundings {
  readonly stage: StageStore;
  /** An id that nobody has. */
  nextObject(): ObjectId;
}

export class ObjectCommands {
  readonly #around: ObjectSurroundings;

  constructor(around: ObjectSurroundings) {
    this.#around = around;
    // Somebody else may have added a class, which is learnt from an object that has it.
    around.server.subscribe(({ session }, before) => {
      if (session === null || session.objects === before.session?.objects) return;
      const known = new Set(session.classes.map(({ classId }) => classId));
      const isNew = ({ classId }: TrackedObject) => classId !== null && !known.has(classId);
      if (before.session !== null && session.objects.some(isNew)) void this.refreshClasses();
    });
  }

  /** null: no class. */
  classify(id: ObjectId, classId: number | null): Promise<void> {
    return this.#update(id, { classId }, say("state:class_failed"));
  }

  setLocked(id: ObjectId, locked: boolean): Promise<void> {
    return this.#update(id, { locked }, say("state:lock_failed"));
  }

  toggleLocked(id: ObjectId | null = this.#selected): void {
    const object = this.#objects.find(({ objectId }) => objectId === id);
    if (object !== undefined) void this.setLocked(object.objectId, !object.locked);
  }

  toggleHidden(id: ObjectId | null = this.#selected): void {
    if (id !== null) this.#around.stage.setState(({ hidden }) => ({ hidden: toggled(hidden, id) }));
  }

  /** Only what is soloed is seen, as long as something is. */
  toggleSolo(id: ObjectId | null = this.#selected): void {
    if (id !== null) this.#around.stage.setState(({ solo }) => ({ solo: toggled(solo, id) }));
  }

  /** To another place, counted from the bottom. Seen at once. */
  move(id: ObjectId, place: number): Promise<void> {
    const before = this.#objects;
    const moved = before.find(({ objectId }) => objectId === id);
    if (moved === undefined || before[place] === moved) return Promise.resolve();
    const objects = before.filter((object) => object !== moved).toSpliced(place, 0, moved);
    const { api, server } = this.#around;
    changeSession(server, (session) => ({ ...session, objects }));
    return attempt(this.#around, say("state:order_failed"), async ({ sessionId }) => {
      const ids = objects.map(({ objectId }) => objectId);
      try {
        const kept = await reorderObjects(api, sessionId, ids);
        changeSession(server, (session) => ({ ...session, objects: kept }));
      } catch (error) {
        changeSession(server, (session) => ({ ...session, objects: before }));
        throw error;
      }
    });
  }

  /** `steps` up, or down where negative. */
  raise(id: ObjectId, steps: number): Promise<void> {
    const place = this.#objects.findIndex(({ objectId }) => objectId === id) + steps;
    return this.move(id, Math.max(0, Math.min(this.#objects.length - 1, place)));
  }

  /** What the other has goes into `id`. */
  merge(id: ObjectId, other: ObjectId): Promise<void> {
    return attempt(this.#around, say("state:merge_failed"), async ({ sessionId }) => {
      await mergeObjects(this.#around.api, sessionId, id, other);
      this.#around.stage.setState({ selected: id });
    });
  }

  /** From the frame that is shown on, a new object. */
  split(id: ObjectId): Promise<void> {
    const { api, server, stage } = this.#around;
    return attempt(this.#around, say("state:split_failed"), async ({ sessionId }) => {
      const { frame } = stage.getState();
      const made = await splitObject(api, sessionId, id, frame, this.#around.nextObject());
      changeSession(server, (session) => {
        const others = session.objects.filter(({ objectId }) => objectId !== made.objectId);
        return { ...session, objects: [...others, made] };
      });
      stage.setState({ selected: made.objectId });
    });
  }

  /** Its row begins to be edited; or asks before it deletes. */
  ask(what: NonNullable<StageState["rowAsks"]>["what"], id: ObjectId | null = this.#selected): void {
    const rowAsks = id === null ? null : { objectId: id, what };
    this.#around.stage.setState({ panel: "objects", selected: id, rowAsks });
  }

  answered(): void {
    this.#around.stage.setState({ rowAsks: null });
  }

  addClass(name: string): Promise<void> {
    return attempt(this.#around, say("state:class_failed"), async () => {
      const added = await addClass(this.#around.api, name);
      this.#classes((classes) => [...classes, added]);
    });
  }

  changeClass(classId: number, change: { readonly name?: string; readonly colour?: string }): Promise<void> {
    return attempt(this.#around, say("state:class_failed"), async () => {
      const kept = await updateClass(this.#around.api, classId, change);
      this.#classes((classes) => classes.map((one) => (one.classId === classId ? kept : one)));
    });
  }

  /** Objects that have it have none then. */
  removeClass(classId: number): Promise<void> {
    return attempt(this.#around, say("state:class_failed"), async () => {
      await removeClass(this.#around.api, classId);
      this.#classes((classes) => classes.filter((one) => one.classId !== classId));
      changeSession(this.#around.server, (session) => ({
        ...session,
        objects: session.objects.map((object) =>
          object.classId === classId ? { ...object, classId: null } : object,
        ),
      }));
    });
  }

  refreshClasses(): Promise<void> {
    return attempt(this.#around, say("state:classes_unknown"), async () => {
      const classes = await fetchClasses(this.#around.api);
      this.#classes(() => classes);
    });
  }

  get #objects(): readonly TrackedObject[] {
    return this.#around.server.getState().session?.objects ?? [];
  }

  get #selected(): ObjectId | null {
    return this.#around.stage.getState().selected;
  }

  #update(id: ObjectId, change: ObjectChange, failure: string): Promise<void> {
    return attempt(this.#around, failure, async ({ sessionId }) => {
      const updated = await updateObject(this.#around.api, sessionId, id, change);
      changeSession(this.#around.server, (session) => ({
        ...session,
        objects: session.objects.map((object) => (object.objectId === id ? updated : object)),
      }));
    });
  }

  #classes(change: (classes: readonly ObjectClass[]) => readonly ObjectClass[]): void {
    changeSession(this.#around.server, (session) => ({ ...session, classes: change(session.classes) }));
  }
}
