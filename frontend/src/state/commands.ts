/** What a person can do to the open session besides prompting. Every failure becomes a notice. */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { closeSession, renameSession } from "../api/sessions";
import {
  cancelExport,
  cancelPropagation,
  type ObjectChange,
  removeObject,
  startExport,
  startPropagation,
  type Tracking,
  updateObject,
} from "../api/tracking";
import { type FrameIndex, frameIndex, type ObjectId } from "../domain/clip";
import type { ParameterValue } from "../domain/effect";
import type { ExportPart } from "../domain/export_part";
import { type Direction, isActive } from "../domain/session";
import { say } from "../words/words";
import { attempt, changeSession, type Surroundings } from "./attempt";
import type { NoticeBoard } from "./notices";
import { type OpenSession, type SessionState, withJob } from "./sessionState";
import type { StageStore } from "./stageStore";
import type { TrackChoice } from "./trackScope";

export interface CommandSurroundings extends Surroundings {
  readonly stage: StageStore;
  readonly trackChoice: TrackChoice;
  /** Tracking was started here. */
  readonly onTracking?: (jobId: string) => void;
}

export class Commands {
  readonly #api: Api;
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;
  readonly #notices: NoticeBoard;

  readonly #trackChoice: TrackChoice;
  readonly #onTracking: (jobId: string) => void;
  #lastDirection: Direction = "BOTH";

  constructor(around: CommandSurroundings) {
    this.#api = around.api;
    this.#server = around.server;
    this.#stage = around.stage;
    this.#notices = around.notices;
    this.#trackChoice = around.trackChoice;
    this.#onTracking = around.onTracking ?? (() => undefined);
  }

  addObject(id: ObjectId): Promise<void> {
    // Selected before the server has answered: a click that follows at once is meant for the new object.
    this.#stage.setState({ selected: id });
    return this.#try(say("state:add_failed"), async ({ sessionId }) => {
      const added = await updateObject(this.#api, sessionId, id, {});
      this.#change((session) => {
        const others = session.objects.filter(({ objectId }) => objectId !== id);
        return { ...session, objects: [...others, added] };
      });
    });
  }

  renameObject(id: ObjectId, name: string): Promise<void> {
    return this.#updateObject(say("state:name_failed"), id, { name });
  }

  recolourObject(id: ObjectId, colour: string): Promise<void> {
    return this.#updateObject(say("state:colour_failed"), id, { colour });
  }

  removeObject(id: ObjectId): Promise<void> {
    return this.#try(say("state:delete_failed"), async ({ sessionId }) => {
      await removeObject(this.#api, sessionId, id);
      this.#stage.setState(({ selected }) => ({ selected: selected === id ? null : selected }));
    });
  }

  /** From the frame that is shown to the clip's end. */
  track(direction: Direction): Promise<void> {
    this.#lastDirection = direction;
    return this.#start(direction);
  }

  /** The frame after the one that is shown, or before it; and goes there. */
  async trackOneFrame(direction: "FORWARD" | "BACKWARD", seek: (frame: number) => void): Promise<void> {
    const { frame } = this.#stage.getState();
    const next = frame + (direction === "FORWARD" ? 1 : -1);
    const count = this.#server.getState().session?.video.frameCount ?? 0;
    if (next < 0 || next >= count) return;
    await this.#start(direction, { endFrameIndex: frameIndex(next) });
    seek(next);
  }

  /** All of the range, from the frame that is shown or the nearest one inside. */
  trackRange([first, last]: readonly [FrameIndex, FrameIndex]): Promise<void> {
    const { frame } = this.#stage.getState();
    const startFrameIndex = frameIndex(Math.min(last, Math.max(first, frame)));
    return this.#start("BOTH", { startFrameIndex, endFrameIndex: last, firstFrameIndex: first });
  }

  /** What would start now: on the way that is pointed at, else as before. */
  nextTracking(): Tracking | null {
    const { session } = this.#server.getState();
    if (session === null || session.prompts.length === 0) return null;
    return this.#tracking(session.sessionId, this.#stage.getState().previewed ?? this.#lastDirection);
  }

  /** As before; from where the correction is. */
  trackAgain(): Promise<void> {
    return this.track(this.#lastDirection);
  }

  cancelTracking(): Promise<void> {
    return this.#try(say("state:stop_failed"), ({ sessionId }) => cancelPropagation(this.#api, sessionId));
  }

  /** Of all frames where no range is said. */
  startExport(
    format: string,
    options: Readonly<Record<string, ParameterValue>>,
    part: ExportPart = {},
  ): Promise<void> {
    return this.#try(say("state:export_failed"), async ({ sessionId }) => {
      const job = await startExport(this.#api, sessionId, format, options, part);
      this.#change((session) => withJob(session, job));
    });
  }

  cancelExport(jobId: string): Promise<void> {
    return this.#try(say("state:export_stop_failed"), () => cancelExport(this.#api, jobId));
  }

  rename(name: string): Promise<void> {
    return this.#try(say("state:name_failed"), async ({ sessionId }) => {
      const kept = await renameSession(this.#api, sessionId, name);
      this.#change((session) => ({ ...session, name: kept }));
    });
  }

  /** The person leaves. A propagation that runs needs the device and goes on, as does whoever works while we look. */
  close(): void {
    const { session } = this.#server.getState();
    const isOurs = session !== null && session.right !== "READ";
    if (isOurs && !isActive(session.propagation)) closeSession(this.#api, session.sessionId);
  }

  #tracking(sessionId: string, direction: Direction): Tracking {
    const { frame, selected } = this.#stage.getState();
    const onlySelected = this.#trackChoice.getState().trackScope === "selected" && selected !== null;
    const objects = onlySelected ? { objectIds: [selected] } : {};
    return { sessionId, startFrameIndex: frame, direction, ...objects };
  }

  #start(direction: Direction, limits: Partial<Tracking> = {}): Promise<void> {
    return this.#try(say("state:track_failed"), async ({ sessionId }) => {
      const job = await startPropagation(this.#api, { ...this.#tracking(sessionId, direction), ...limits });
      this.#change((session) => withJob(session, job));
      this.#stage.setState({ corrected: false, plan: [], previewed: null });
      this.#onTracking(job.jobId);
    });
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
    changeSession(this.#server, change);
  }

  #try(failure: string, action: (session: OpenSession) => Promise<void>): Promise<void> {
    return attempt({ server: this.#server, notices: this.#notices }, failure, action);
  }
}
