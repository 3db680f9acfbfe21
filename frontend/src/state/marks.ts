/** What a person says about frames of an object besides its mask: it is absent there, or its mask is accepted. */

import type { Api } from "../api/client";
import { acceptFrames, type MarkedFrames, markAbsent } from "../api/drawing";
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { Runs, TrackedObject } from "../domain/session";
import { say, type WordKey } from "../words/words";
import { attempt, changeSession, type Surroundings } from "./attempt";
import type { Range } from "./range";
import { hasFrame } from "./runs";
import type { OpenSession } from "./sessionState";
import type { StageStore } from "./stageStore";

/** All frames first..last are in one run, since runs do not touch. */
const coversAll = (runs: Runs, first: number, last: number): boolean =>
  runs.some(([from, to]) => from <= first && last <= to);

/** Why a prompt for that object may not be put there, as a key of words; null where it may. */
export function whyNot(session: OpenSession, objectId: ObjectId, frame: FrameIndex): WordKey | null {
  if (session.right === "READ") return "state:readOnlyText";
  const object = session.objects.find((one) => one.objectId === objectId);
  if (object?.locked) return "state:objectLocked";
  return object !== undefined && hasFrame(object.accepted, frame) ? "state:frameAccepted" : null;
}

export class Marks {
  readonly #around: Surroundings;
  readonly #stage: StageStore;
  readonly #range: Range;

  constructor(around: Surroundings, stage: StageStore, range: Range) {
    this.#around = around;
    this.#stage = stage;
    this.#range = range;
  }

  /** The selected object is absent on the frame, or from In to Out; where it was marked so throughout, not any more. */
  markAbsent(): Promise<void> {
    return this.#toggle(say("state:absentRefused"), ({ absent }) => absent, markAbsent);
  }

  /** Its masks there are accepted, and nothing changes them; where they were throughout, not any more. */
  accept(): Promise<void> {
    return this.#toggle(say("state:acceptRefused"), ({ accepted }) => accepted, acceptFrames);
  }

  async #toggle(
    failure: string,
    runsOf: (object: TrackedObject) => Runs,
    send: (api: Api, input: MarkedFrames) => Promise<TrackedObject>,
  ): Promise<void> {
    const { selected, frame } = this.#stage.getState();
    await attempt(this.#around, failure, async ({ sessionId, objects }) => {
      const object = objects.find(({ objectId }) => objectId === selected);
      if (object === undefined) {
        this.#around.notices.say("plain", say("state:noneSelected"), say("state:selectFirst"));
        return;
      }
      const [firstFrame, lastFrame] = this.#range.frames() ?? [frame, frame];
      const marked = !coversAll(runsOf(object), firstFrame, lastFrame);
      const input = { sessionId, objectId: object.objectId, firstFrame, lastFrame, marked };
      const changed = await send(this.#around.api, input);
      changeSession(this.#around.server, (session) => ({
        ...session,
        objects: session.objects.map((one) => (one.objectId === changed.objectId ? changed : one)),
      }));
    });
  }
}
