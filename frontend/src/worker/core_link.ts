/** Knows where a player's core runs: in a worker where a canvas can be handed to one, else on the page, by the same code. */
import type { Clip } from "../domain/clip";
import type { Open, Opening, ToCore, ToPage } from "./messages";
import PlayerWorker from "./player.worker?worker";
import type { PlayerCore } from "./player_core";
import { problemOf } from "./problem";

export interface CoreLink {
  send(message: ToCore): void;
  /** After the core said "closed". */
  end(): void;
}

export type Hear = (message: ToPage) => void;

export function linkCore(canvas: HTMLCanvasElement, clip: Clip, hear: Hear): CoreLink {
  const opening: Opening = { clip, mayDecode: typeof VideoDecoder === "function" };
  const here = typeof canvas.transferControlToOffscreen !== "function";
  return here ? pageLink(canvas, opening, hear) : workerLink(canvas, opening, hear);
}

function workerLink(canvas: HTMLCanvasElement, opening: Opening, hear: Hear): CoreLink {
  const worker = new PlayerWorker();
  worker.onmessage = ({ data }: MessageEvent<ToPage>) => hear(data);
  worker.onerror = ({ message }) =>
    hear({ kind: "error", problem: { code: "PLAYER_FAILED", message: `The player stopped: ${message}` } });
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ ...opening, kind: "open", canvas: offscreen } satisfies Open, [offscreen]);
  return { send: (message) => worker.postMessage(message), end: () => worker.terminate() };
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
