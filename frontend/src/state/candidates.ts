/** What an ambiguous first click may mean: asked after the click's own mask is there, offered beside it, gone with the next deed. */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { fetchCandidates } from "../api/drawing";
import { sentence } from "../api/errors";
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { MaskCandidate } from "../domain/mask";
import { isActive, type Point } from "../domain/session";
import { say } from "../words/words";
import type { Drafts } from "./drafts";
import type { NoticeBoard } from "./notices";
import { colourOf } from "./objectColour";
import type { Painting } from "./painting";
import type { SessionState } from "./sessionState";
import type { StageState, StageStore } from "./stageStore";

const MOST = 4;

/** Each mask once, in its order. */
const distinct = (masks: readonly MaskCandidate[]): readonly MaskCandidate[] =>
  masks.filter((mask, place) => masks.findIndex(({ rle }) => rle.counts === mask.rle.counts) === place);

/** The person went on to something else. */
const wentOn = (now: StageState, before: StageState): boolean =>
  now.frame !== before.frame ||
  now.selected !== before.selected ||
  now.tool !== before.tool ||
  [...now.pending].some(([key, prompt]) => before.pending.get(key) !== prompt);

const isTracking = ({ session }: SessionState): boolean => isActive(session?.propagation ?? null);

export class Candidates {
  readonly #api: Api;
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;
  readonly #notices: NoticeBoard;
  readonly #drafts: Drafts;
  readonly #painting: Pick<Painting, "place">;
  /** Counts what makes an answer come too late. */
  #deeds = 0;

  constructor(
    api: Api,
    server: StoreApi<SessionState>,
    stage: StageStore,
    notices: NoticeBoard,
    drafts: Drafts,
    painting: Pick<Painting, "place">,
  ) {
    this.#api = api;
    this.#server = server;
    this.#stage = stage;
    this.#notices = notices;
    this.#drafts = drafts;
    this.#painting = painting;
    stage.subscribe((now, before) => wentOn(now, before) && this.close());
    server.subscribe((now, before) => isTracking(now) && !isTracking(before) && this.close());
  }

  /** After the first click on an object. Its mask is there already, so the question delays nothing. */
  async ask(objectId: ObjectId, frame: FrameIndex, click: Point): Promise<void> {
    const { session } = this.#server.getState();
    if (session === null) return;
    const deeds = ++this.#deeds;
    try {
      const found = await fetchCandidates(this.#api, session.sessionId, frame, [click], MOST);
      const choices = distinct(found);
      if (deeds !== this.#deeds || choices.length < 2) return;
      this.#stage.setState({ candidates: { objectId, frame, click, choices, looked: null } });
    } catch (error) {
      this.#notices.say("bad", say("state:candidatesMissing"), sentence(error));
    }
  }

  /** Shows one in the picture; null: the mask that is there. */
  look(place: number | null): void {
    const { candidates } = this.#stage.getState();
    if (candidates === null || candidates.looked === place) return;
    const { objectId, frame: frameIndex, choices } = candidates;
    const rle = place === null ? undefined : choices[place]?.rle;
    const colour = colourOf(this.#server.getState().session, objectId);
    this.#drafts.set("candidate", rle === undefined ? null : { objectId, frameIndex, colour, rle });
    this.#stage.setState({ candidates: { ...candidates, looked: place } });
  }

  /** Takes one. The first is what the click made, so there is nothing to send. False where there is no such one. */
  choose(place: number): boolean {
    const { candidates } = this.#stage.getState();
    const choice = candidates?.choices[place];
    if (candidates === null || choice === undefined) return false;
    this.close();
    if (place > 0) void this.#painting.place(candidates.objectId, candidates.frame, choice.rle);
    return true;
  }

  close(): void {
    this.#deeds += 1;
    this.#drafts.set("candidate", null);
    if (this.#stage.getState().candidates !== null) this.#stage.setState({ candidates: null });
  }
}
