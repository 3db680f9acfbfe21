/** Knows where a player's core runs: in a worker where a canvas can be handed to one, else on the page, by the same code. */
import type { Clip } from "../domain/clip";
import type { Opening, Seating, ToCore, ToPage } from "./messages";
import PlayerWorker from "./player.worker?worker";
import type { PlayerCore } from "./player_core";
import { problemOf } from "./problem";

export interface CoreLink {
  send(message: ToCore): void;
  /** After the core said "closed". */
  end(): void;
}

export type Hear = (message: ToPage) => void;

/** A canvas with a core to draw on it, which may start before anybody listens or knows the clip. */
export interface Seat {
  readonly canvas: HTMLCanvasElement;
  /** The core begins with this clip; afterwards it has no effect. */
  open(clip: Clip): void;
  /** Nobody will link it. */
  leave(): void;
  /** Opens it, and from now on hears the core; at once what it said before. */
  link(clip: Clip, hear: Hear): CoreLink;
}

const openingOf = (clip: Clip): Opening => ({ clip, mayDecode: typeof VideoDecoder === "function" });

/** A new canvas, and where it can be handed over a worker that makes itself ready to draw on it. */
export function takeSeat(canvas = document.createElement("canvas")): Seat {
  const here = typeof canvas.transferControlToOffscreen !== "function";
  return here
    ? {
        canvas,
        open: () => undefined,
        leave: () => undefined,
        link: (clip, hear) => pageLink(canvas, openingOf(clip), hear),
      }
    : new WorkerSeat(canvas);
}

class WorkerSeat implements Seat {
  readonly canvas: HTMLCanvasElement;
  readonly #worker = new PlayerWorker();
  #early: ToPage[] = [];
  #hear: Hear = (message) => this.#early.push(message);
  #opened = false;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#worker.onmessage = ({ data }: MessageEvent<ToPage>) => this.#hear(data);
    this.#worker.onerror = ({ message }) => {
      const problem = { code: "PLAYER_FAILED", message: `The player stopped: ${message}` } as const;
      this.#hear({ kind: "error", problem });
    };
    const offscreen = canvas.transferControlToOffscreen();
    this.#send({ kind: "canvas", canvas: offscreen }, [offscreen]);
  }

  open(clip: Clip): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#send({ kind: "open", ...openingOf(clip) });
  }

  leave(): void {
    this.#worker.terminate();
  }

  link(clip: Clip, hear: Hear): CoreLink {
    this.open(clip);
    this.#hear = hear;
    for (const message of this.#early.splice(0)) hear(message);
    return { send: (message) => this.#send(message), end: () => this.leave() };
  }

  #send(message: ToCore | Seating, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

/** The core is loaded only where it is needed; messages wait for it in order. */
function pageLink(canvas: HTMLCanvasElement, opening: Opening, hear: Hear): CoreLink {
  const core: Promise<PlayerCore | null> = import("./player_core")
    .then((module) => new module.PlayerCore(canvas, opening, hear))
    .catch((error: unknown) => {
      hear({ kind: "error", problem: problemOf(error, "PLAYER_FAILED") });
      return null;
    });
  return { send: (message) => void core.then((there) => there?.handle(message)), end: () => undefined };
}
