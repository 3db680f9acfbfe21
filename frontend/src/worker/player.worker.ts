/** Knows only that the core runs in a worker: the first message brings the canvas, all others go to the core. */
import type { Open, ToCore, ToPage } from "./messages";
import { PlayerCore } from "./player_core";
import { problemOf } from "./problem";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: ToPage, transfer: Transferable[] = []): void => scope.postMessage(message, transfer);
let core: PlayerCore | null = null;

scope.onmessage = ({ data }: MessageEvent<Open | ToCore>) => {
  if (data.kind !== "open") return core?.handle(data);
  try {
    core = new PlayerCore(data.canvas, data, post);
  } catch (error) {
    post({ kind: "error", problem: problemOf(error, "PLAYER_FAILED") });
  }
};
