/** What a person can do to the open session besides prompting. Every failure becomes a notice. */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { sentence } from "../api/errors";
import { closeSession, renameSession } from "../api/sessions";
import {
  cancelExport,
  cancelPropagation,
  type ObjectChange,
  removeObject,
  startExport,
  startPropagation,
  updateObject,
} from "../api/tracking";
import type { ObjectId } from "../domain/clip";
import type { ParameterValue } from "../domain/effect";
import { type Direction, isActive } from "../domain/session";
import type { NoticeBoard } from "./notices";
import { type OpenSession, type SessionState, withJob } from "./sessionState";
import type { StageStore } from "./stageStore";

export class Commands {
  readonly #api: Api;
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;
  readonly #notices: NoticeBoard;

  #lastDirection: Direction = "BOTH";

  constructor(api: Api, server: StoreApi<SessionState>, stage: StageStore, notices: NoticeBoard) {
    this.#api = api;
    this.#server = server;
    this.#stage = stage;
    this.#notices = notices;
  }

  addObject(id: ObjectId): Promise<void> {
    // Selected before the server has answered: a click that follows at once is meant for the new object.
    this.#stage.setState({ selected: id });
    return this.#try("The object was not added", async ({ sessionId }) => {
      const added = await updateObject(this.#api, sessionId, id, {});
      this.#change((session) => {
        const others = session.objects.filter(({ objectId }) => objectId !== id);
        return { ...session, objects: [...others, added] };
      });
    });
  }

  renameObject(id: ObjectId, name: string): Promise<void> {
    return this.#updateObject("The name was not kept", id, { name });
  }

  recolourObject(id: ObjectId, colour: string): Promise<void> {
    return this.#updateObject("The colour was not kept", id, { colour });
  }

  removeObject(id: ObjectId): Promise<void> {
    return this.#try("The object was not deleted", async ({ sessionId }) => {
      await removeObject(this.#api, sessionId, id);
      this.#stage.setState(({ selected }) => ({ selected: selected === id ? null : selected }));
    });
  }

  track(direction: Direction): Promise<void> {
    return this.#try("Tracking did not start", async ({ sessionId }) => {
      const { frame } = this.#stage.getState();
      const job = await startPropagation(this.#api, { sessionId, startFrameIndex: frame, direction });
      this.#change((session) => withJob(session, job));
      this.#lastDirection = direction;
      this.#stage.setState({ corrected: false });
    });
  }

  /** As before; from where the correction is. */
  trackAgain(): Promise<void> {
    return this.track(this.#lastDirection);
  }

  cancelTracking(): Promise<void> {
    return this.#try("Tracking was not stopped", ({ sessionId }) => cancelPropagation(this.#api, sessionId));
  }

  startExport(format: string, options: Readonly<Record<string, ParameterValue>>): Promise<void> {
    return this.#try("The export did not start", async ({ sessionId }) => {
      const job = await startExport(this.#api, sessionId, format, options);
      this.#change((session) => withJob(session, job));
    });
  }

  cancelExport(jobId: string): Promise<void> {
    return this.#try("The export was not stopped", () => cancelExport(this.#api, jobId));
  }

  rename(name: string): Promise<void> {
    return this.#try("The name was not kept", async ({ sessionId }) => {
      const kept = await renameSession(this.#api, sessionId, name);
      this.#change((session) => ({ ...session, name: kept }));
    });
  }

  /** The person leaves. A propagation that runs needs the device and goes on. */
  close(): void {
    const { session } = this.#server.getState();
    if (session !== null && !isActive(session.propagation)) closeSession(this.#api, session.sessionId);
  }

  #updateObject(failure: string, id: ObjectId, change: ObjectChange): Promise<void> {
    return this.#try(failure, async ({ sessionId }) => {
      const updated = await updateObject(this.#api, sessionId, id, change);
      this.#change((session) => ({
        ...session,
        objects: session.objects.map((object) => (object.objectId === id ? updated : object)),
      }));
    });
  }

  #change(change: (session: OpenSession) => OpenSession): void {
    this.#server.setState(({ session }) => ({ session: session && change(session) }));
  }

  async #try(failure: string, action: (session: OpenSession) => Promise<void>): Promise<void> {
    const { session } = this.#server.getState();
    if (session === null) return;
    try {
      await action(session);
    } catch (error) {
      this.#notices.say("bad", failure, sentence(error));
    }
  }
}
