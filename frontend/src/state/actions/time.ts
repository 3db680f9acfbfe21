/** Keys of time: frames, play and shuttle, In and Out. */

import type { Workspace } from "../workspace";
import type { StageAction } from "./action";
import { stageActions } from "./making";

const time = stageActions("time");

export const isMoving = ({ stage, shuttle }: Workspace): boolean =>
  stage.getState().playing || shuttle.speed !== 0;

const step =
  (frames: number): StageAction["run"] =>
  (workspace) =>
    workspace.step(frames);

const sound: StageAction["run"] = ({ stage }) =>
  stage.setState(({ volume }) => ({ volume: volume === 0 ? 1 : 0 }));

export const timeActions: readonly StageAction[] = [
  time("previousFrame", "D ArrowLeft", step(-1), { repeats: true }),
  time("nextFrame", "F ArrowRight", step(1), { repeats: true }),
  time("tenFramesBack", "C Shift+ArrowLeft", step(-10), { repeats: true }),
  time("tenFramesOn", "V Shift+ArrowRight", step(10), { repeats: true }),
  time("previousPrompted", "E", ({ review }) => review.previousPrompted()),
  time("nextPrompted", "R", ({ review }) => review.nextPrompted()),
  time("firstFrame", "Home", (workspace) => workspace.seek(0)),
  time("lastFrame", "End", (workspace) => workspace.seek(Number.MAX_SAFE_INTEGER)),
  time("play", "Space", (workspace) => workspace.togglePlay()),
  time("shuttleBack", "J", ({ shuttle }) => shuttle.backward()),
  time("shuttleForward", "Shift+L", ({ shuttle }) => shuttle.forward()),
  time("shuttlePause", "K", (workspace) => workspace.pause(), { context: "moving" }),
  time("shuttleFaster", "L", ({ shuttle }) => shuttle.forward(), { context: "moving" }),
  time("setIn", "I", ({ range }) => range.setIn()),
  time("setOut", "Shift+I", ({ range }) => range.setOut()),
  time("clearRange", "Alt+I", ({ range }) => range.clear()),
  time("sound", "Shift+M", sound, {
    available: ({ server }) => server.getState().session?.video.hasAudio === true,
  }),
];
