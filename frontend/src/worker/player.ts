/** Knows the page's side of a player: it asks the core, tells the listeners, and plays the sound. */
import type { Clip, ObjectId } from "../domain/clip";
import { Fault } from "../domain/problem";
import type { Seat } from "./core_link";
import type { Question, Questions, ToCore, ToPage } from "./messages";
import type { Player, PlayerListeners } from "./protocol";
import { Sound } from "./sound";

interface Asker {
  resolve(value: Questions[Question]["answer"]): void;
  reject(error: Error): void;
}

const CLOSED = "The player was closed.";

/** Answers that the core still owes. */
class Asking {
  readonly #send: (message: ToCore) => void;
  readonly #askers = new Map<number, Asker>();
  #requests = 0;
  #ended = false;

  constructor(send: (message: ToCore) => void) {
    this.#send = send;
  }

  ask<Q extends Question>(kind: Q, words: Questions[Q]["ask"]): Promise<Questions[Q]["answer"]> {
    if (this.#ended) return Promise.reject(new Error(CLOSED));
    const request = ++this.#requests;
    return new Promise<Questions[Q]["answer"]>((resolve, reject) => {
      this.#askers.set(request, { resolve: (value) => resolve(value as Questions[Q]["answer"]), reject });
      this.#send({ kind, request, ...words } as ToCore);
    });
  }

  /** The asker, who is thereby answered. */
  take(request: number): Asker | undefined {
    const asker = this.#askers.get(request);
    this.#askers.delete(request);
    return asker;
  }

  /** What is asked from now on is refused; what was asked may still be answered. */
  refuseNew(): void {
    this.#ended = true;
  }

  /** Nobody answers any more. */
  end(): void {
    this.refuseNew();
    for (const request of [...this.#askers.keys()]) this.take(request)?.reject(new Error(CLOSED));
  }
}

/** Time for the core to close its frames before the worker is ended anyway. */
const CLOSING_MS = 2000;

/** Opens the seat for the clip, where nobody did before, and listens to it. */
export function openPlayer(seat: Seat, clip: Clip, listeners: PlayerListeners): Player {
  let closing: ReturnType<typeof setTimeout> | null = null;
  const sound = clip.hasAudio ? new Sound(clip.url, (time) => link.send({ kind: "soundTime", time })) : null;
  const hear = (message: ToPage): void => {
    if (message.kind === "closed") end();
    else if (message.kind === "answer") asking.take(message.request)?.resolve(message.value);
    else if (message.kind === "refusal") asking.take(message.request)?.reject(new Fault(message.problem));
    else if (closing !== null) return;
    else if (message.kind === "sound") message.from === null ? sound?.stop() : sound?.start(message.from);
    else tell(listeners, message);
  };
  const asking = new Asking((message) => link.send(message));
  const link = seat.link(clip, hear);
  const size = new ResizeObserver(([entry]) => {
    if (entry !== undefined)
      link.send({ kind: "shownWidth", width: entry.contentRect.width * devicePixelRatio });
  });
  size.observe(seat.canvas);
  const end = (): void => {
    if (closing !== null) clearTimeout(closing);
    asking.end();
    link.end();
  };
  const player: Player = {
    seek: async (frame) => {
      // Closing supersedes every seek.
      if (closing === null) await asking.ask("seek", { frame });
    },
    play: () => link.send({ kind: "play" }),
    pause: () => link.send({ kind: "pause" }),
    setVolume: (volume) => {
      if (sound !== null) sound.volume = volume;
    },
    setObjects: (styles) => link.send({ kind: "setObjects", styles }),
    setMasks: (frames) => link.send({ kind: "setMasks", frames }),
    clearMasks: (objectIds?: readonly ObjectId[]) => link.send({ kind: "clearMasks", objectIds }),
    setDraft: (draft) => link.send({ kind: "setDraft", draft }),
    maskOf: (frame, objectId) => asking.ask("maskOf", { frame, objectId }),
    setEffects: (stack) => link.send({ kind: "setEffects", stack }),
    objectAt: (x, y) => asking.ask("objectAt", { x, y }),
    grab: async () => new ImageData(await asking.ask("grab", {}), clip.width, clip.height),
    stats: () => asking.ask("stats", {}),
    close: () => {
      if (closing !== null) return;
      asking.refuseNew();
      sound?.close();
      size.disconnect();
      closing = setTimeout(end, CLOSING_MS);
      link.send({ kind: "close" });
    },
  };
  return player;
}

type Told = Extract<ToPage, { kind: "ready" | "frame" | "playing" | "error" }>;

function tell(listeners: PlayerListeners, message: Told): void {
  if (message.kind === "ready") listeners.onReady(message.decoder);
  else if (message.kind === "frame") listeners.onFrame(message.frame);
  else if (message.kind === "playing") listeners.onPlaying(message.playing);
  else listeners.onError(message.problem);
}
