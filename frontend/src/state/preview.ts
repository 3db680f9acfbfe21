/** The mask that points would make, before they are put: the newest question wins, and a slow engine is not asked again. */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { fetchCandidates } from "../api/drawing";
import { ApiError } from "../api/errors";
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { Point } from "../domain/session";
import { say } from "../words/words";
import type { Drafts } from "./drafts";
import { LatestOnly } from "./latestOnly";
import type { NoticeBoard } from "./notices";
import { colourOf } from "./objectColour";
import { hasFrame } from "./runs";
import type { OpenSession, SessionState } from "./sessionState";
import type { StageStore } from "./stageStore";

/** A mask that comes later does not feel as if it followed the hand. */
const FAST_MS = 250;

interface Question {
  readonly objectId: ObjectId;
  readonly frame: FrameIndex;
  readonly points: readonly Point[];
}

/** The server foresees masks of new objects: of those that have no mask elsewhere, and no box or drawn mask here. */
export function isForeseen(session: OpenSession, objectId: ObjectId, frame: FrameIndex): boolean {
  const runs = session.runs.get(objectId) ?? [];
  const elsewhere = runs.some(([first, last]) => first !== frame || last !== frame);
  const prompt = session.prompts.find((one) => one.objectId === objectId && one.frameIndex === frame);
  const bare = prompt === undefined || (prompt.box === null && !prompt.hasMask);
  return !elsewhere && bare && (prompt !== undefined || !hasFrame(runs, frame));
}

export class Preview {
  readonly #api: Api;
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;
  readonly #notices: NoticeBoard;
  readonly #drafts: Drafts;
  readonly #now: () => number;
  readonly #asking = new LatestOnly<Question>((question) => this.#ask(question));
  #wanted: Question | null = null;
  #slow = 0;

  constructor(
    api: Api,
    server: StoreApi<SessionState>,
    stage: StageStore,
    notices: NoticeBoard,
    drafts: Drafts,
    now: () => number = () => performance.now(),
  ) {
    this.#api = api;
    this.#server = server;
    this.#stage = stage;
    this.#notices = notices;
    this.#drafts = drafts;
    this.#now = now;
  }

  /** Nothing happens where the engine is too slow or the mask cannot be foreseen. */
  show(objectId: ObjectId, frame: FrameIndex, points: readonly Point[]): void {
    const { session } = this.#server.getState();
    const asks = session !== null && points.some(({ label }) => label === 1);
    if (!asks || this.#stage.getState().previewTooSlow || !isForeseen(session, objectId, frame)) return;
    const question = { objectId, frame, points };
    this.#wanted = question;
    void this.#asking.put(question);
  }

  /** The picture shows the session's own masks again. */
  stop(): void {
    this.#wanted = null;
    this.#drafts.set("preview", null);
  }

  async #ask(question: Question): Promise<void> {
    const { session } = this.#server.getState();
    if (session === null || this.#wanted === null) return;
    const { objectId, frame: frameIndex, points } = question;
    const start = this.#now();
    try {
      const [best] = await fetchCandidates(this.#api, session.sessionId, frameIndex, points, 1);
      this.#judge(this.#now() - start);
      if (best === undefined || this.#wanted === null || this.#stage.getState().previewTooSlow) return;
      const colour = colourOf(this.#server.getState().session, objectId);
      this.#drafts.set("preview", { objectId, frameIndex, colour, rle: best.rle });
    } catch (error) {
      // Nobody asked for a mask: a place that has none is no news.
      if (!(error instanceof ApiError)) throw error;
      this.stop();
    }
  }

  /** The first answer on a frame may be late, since the frame is looked at then; two in a row are the engine's pace. */
  #judge(took: number): void {
    this.#slow = took > FAST_MS ? this.#slow + 1 : 0;
    if (this.#slow < 2) return;
    this.#stage.setState({ previewTooSlow: true });
    this.stop();
    this.#notices.say("plain", say("state:previewOff"), say("state:previewOffWhy"));
  }
}
