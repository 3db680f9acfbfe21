/** Knows only that the core runs in a worker: the first messages bring the canvas and the clip, all others go to the core. */
import { contextOf } from "../render/gl";
import type { Seating, ToCore, ToPage } from "./messages";
import { PlayerCore } from "./player_core";
import { problemOf } from "./problem";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: ToPage, transfer: Transferable[] = []): void => scope.postMessage(message, transfer);
let canvas: OffscreenCanvas | null = null;
let core: PlayerCore | null = null;

const telling = (deed: () => void): void => {
  try {
    deed();
  } catch (error) {
    post({ kind: "error", problem: problemOf(error, "PLAYER_FAILED") });
  }
};

scope.onmessage = ({ data }: MessageEvent<Seating | ToCore>) => {
  if (data.kind === "canvas") {
    const given = data.canvas;
    canvas = given;
    // The graphics card is asked before the page keeps it busy; its answer is had again with the clip.
    telling(() => contextOf(given));
  } else if (data.kind === "open") {
    const drawn = canvas;
    if (drawn !== null) telling(() => (core = new PlayerCore(drawn, data, post)));
  } else core?.handle(data);
};
