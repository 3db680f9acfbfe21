/** What a person says about an object on a frame: shown at once, sent in order, replaced by the server's answer. */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { setMask } from "../api/drawing";
import { sentence } from "../api/errors";
import { clearFrame, setBox, setPoints, type Target } from "../api/tracking";
import { type FrameIndex, type ObjectId, objectId } from "../domain/clip";
import type { FrameMasks, Rle } from "../domain/mask";
import type { Box, Point, Prompt } from "../domain/session";
import { say } from "../words/words";
import type { Player } from "../worker/protocol";
import { LatestOnly } from "./latestOnly";
import type { NoticeBoard } from "./notices";
import { runsWithMasks, type SessionState, withPrompt } from "./sessionState";
import { promptKey, type StageStore, withPending } from "./stageStore";

/** What prompting needs of the player, while there is one. */
export type PromptingPlayer = Pick<Player, "setMasks" | "objectAt">;

/** What of a prompt changed since it was sent last: the server takes box and points apart. */
type Part = "clear" | "box" | "points" | "mask";

export class Prompting {
  readonly #api: Api;
  readonly #server: StoreApi<SessionState>;
  readonly #stage: StageStore;
  readonly #notices: NoticeBoard;
  readonly #player: () => PromptingPlayer | null;
  readonly #senders = new Map<string, LatestOnly<Prompt>>();
  /** Drawn and not sent yet. By `promptKey`. */
  readonly #drawn = new Map<string, Rle>();
  /** By `promptKey`, in the order of sending. */
  readonly #unsent = new Map<string, Set<Part>>();
  #lastGiven = objectId(-1);

  constructor(
    api: Api,
    server: StoreApi<SessionState>,
    stage: StageStore,
    notices: NoticeBoard,
    player: () => PromptingPlayer | null,
  ) {
    this.#api = api;
    this.#server = server;
    this.#stage = stage;
    this.#notices = notices;
    this.#player = player;
  }

  /** The prompt as the person sees it: what is on its way, else what the server has. */
  current(object: ObjectId, frame: FrameIndex): Prompt {
    const pending = this.#stage.getState().pending.get(promptKey(object, frame));
    const stored = this.#server
      .getState()
      .session?.prompts.find(({ objectId, frameIndex }) => objectId === object && frameIndex === frame);
    return (
      pending ?? stored ?? { objectId: object, frameIndex: frame, points: [], box: null, hasMask: false }
    );
  }

  /** The selected object; a new one where none is. */
  target(): ObjectId {
    return this.#stage.getState().selected ?? this.nextObject();
  }

  /** What `target` will answer; no id is given away. */
  likelyTarget(): ObjectId {
    const known = this.#server.getState().session?.objects.map((object) => object.objectId) ?? [];
    return this.#stage.getState().selected ?? objectId(Math.max(this.#lastGiven, ...known) + 1);
  }

  /** An id that nobody has: those given before count too, since their objects may still be on their way. */
  nextObject(): ObjectId {
    const known = this.#server.getState().session?.objects.map((object) => object.objectId) ?? [];
    this.#lastGiven = objectId(Math.max(this.#lastGiven, ...known) + 1);
    return this.#lastGiven;
  }

  /** The object whose mask is under a point of the picture, or null. */
  async objectAt(x: number, y: number): Promise<ObjectId | null> {
    return (await this.#player()?.objectAt(x, y)) ?? null;
  }

  addPoint(object: ObjectId, frame: FrameIndex, point: Point): Promise<void> {
    return this.#points(object, frame, [...this.current(object, frame).points, point]);
  }

  removePoint(object: ObjectId, frame: FrameIndex, position: number): Promise<void> {
    const { points } = this.current(object, frame);
    return this.#points(object, frame, points.toSpliced(position, 1));
  }

  movePoint(object: ObjectId, frame: FrameIndex, position: number, to: Point): Promise<void> {
    return this.#points(object, frame, this.current(object, frame).points.with(position, to));
  }

  /** The mask takes the place of all that was said there. Resolves when nothing about it is on its way any more. */
  drawMask(object: ObjectId, frame: FrameIndex, rle: Rle): Promise<void> {
    this.#drawn.set(promptKey(object, frame), rle);
    return this.#put({ objectId: object, frameIndex: frame, points: [], box: null, hasMask: true }, "mask");
  }

  drawBox(object: ObjectId, frame: FrameIndex, box: Box): Promise<void> {
    return this.#put({ ...this.current(object, frame), box }, "box");
  }

  clear(object: ObjectId, frame: FrameIndex): Promise<void> {
    return this.#put({ objectId: object, frameIndex: frame, points: [], box: null, hasMask: false }, "clear");
  }

  #points(object: ObjectId, frame: FrameIndex, points: readonly Point[]): Promise<void> {
    const prompt = { ...this.current(object, frame), points };
    if (points.length === 0 && prompt.box === null && !prompt.hasMask) return this.clear(object, frame);
    return this.#put(prompt, "points");
  }

  #at(prompt: Prompt): Target {
    const sessionId = this.#server.getState().session?.sessionId ?? "";
    return { sessionId, objectId: prompt.objectId, frameIndex: prompt.frameIndex };
  }

  #put(prompt: Prompt, part: Part): Promise<void> {
    const key = promptKey(prompt.objectId, prompt.frameIndex);
    this.#stage.setState(({ pending, hidden }) => ({
      selected: prompt.objectId,
      pending: withPending(pending, key, prompt),
      hidden: new Set([...hidden].filter((object) => object !== prompt.objectId)),
    }));
    const replacesAll = part === "clear" || part === "mask";
    const unsent = replacesAll ? new Set<Part>() : (this.#unsent.get(key) ?? new Set<Part>());
    this.#unsent.set(key, unsent.add(part));
    let sender = this.#senders.get(key);
    if (sender === undefined) {
      sender = new LatestOnly((newest) => this.#deliver(key, newest));
      this.#senders.set(key, sender);
    }
    return sender.put(prompt);
  }

  #send(part: Part, prompt: Prompt): Promise<FrameMasks> {
    if (part === "points") return setPoints(this.#api, this.#at(prompt), prompt.points);
    const drawn = this.#drawn.get(promptKey(prompt.objectId, prompt.frameIndex));
    if (part === "mask" && drawn !== undefined) return setMask(this.#api, this.#at(prompt), drawn);
    if (part === "box" && prompt.box !== null) return setBox(this.#api, this.#at(prompt), prompt.box);
    return clearFrame(this.#api, this.#at(prompt));
  }

  async #deliver(key: string, prompt: Prompt): Promise<void> {
    const parts = this.#unsent.get(key) ?? [];
    this.#unsent.delete(key);
    try {
      for (const part of parts) this.#answered(prompt, await this.#send(part, prompt));
      this.#stage.setState({ corrected: this.#server.getState().session?.propagation !== null });
    } catch (error) {
      this.#notices.say("bad", say("state:clickNotTaken"), sentence(error));
    }
    this.#stage.setState(({ pending }) =>
      pending.get(key) === prompt ? { pending: withPending(pending, key, null) } : {},
    );
  }

  #answered(prompt: Prompt, frame: FrameMasks): void {
    this.#player()?.setMasks([frame]);
    this.#server.setState(({ session }) => ({
      session: session && {
        ...session,
        prompts: withPrompt(session.prompts, prompt),
        runs: runsWithMasks(session.runs, [frame]),
      },
    }));
  }
}
