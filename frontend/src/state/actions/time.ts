/** Keys of time: frames, play and shuttle, In and Out. */

import type { Workspace } from "../workspace";
import type { StageAction } from "./action";
import { byDeed, stageActions } from "./making";

const time = stageActions("time");

export const isMoving = ({ stage, shuttle }: Workspace): boolean =>
  stage.getState().playing || shuttle.speed !== 0;

const step =
  (frames: number): StageAction["run"] =>
  (workspace) =>
    workspace.step(frames);

/** The nearest frame with a prompt on that side; of the selected object, or of all where none is. */
export function promptedFrame(workspace: Workspace, way: 1 | -1): number | null {
  const { selected, frame } = workspace.stage.getState();
  const prompts = workspace.server.getState().session?.prompts ?? [];
  const frames = prompts
    .filter(({ objectId }) => selected === null || objectId === selected)
    .map(({ frameIndex }) => frameIndex)
    .filter((one) => (one - frame) * way > 0);
  return frames.length === 0 ? null : way > 0 ? Math.min(...frames) : Math.max(...frames);
}

const toPrompted =
  (way: 1 | -1): StageAction["run"] =>
  (workspace) => {
    const frame = promptedFrame(workspace, way);
    if (frame !== null) workspace.seek(frame);
  };

const sound: StageAction["run"] = ({ stage }) =>
  stage.setState(({ volume }) => ({ volume: volume === 0 ? 1 : 0 }));

export const timeActions: readonly StageAction[] = [
  time("previousFrame", "D ArrowLeft", step(-1), { repeats: true }),
  time("nextFrame", "F ArrowRight", step(1), { repeats: true }),
  time("tenFramesBack", "C Shift+ArrowLeft", step(-10), { repeats: true }),
  time("tenFramesOn", "V Shift+ArrowRight", step(10), { repeats: true }),
  time("previousPrompted", "E", toPrompted(-1)),
  time("nextPrompted", "R", toPrompted(1)),
  time("firstFrame", "Home", (workspace) => workspace.seek(0)),
  time("lastFrame", "End", (workspace) => workspace.seek(Number.MAX_SAFE_INTEGER)),
  time("play", "Space", (workspace) => workspace.togglePlay()),
  time("shuttleBack", "J", ({ shuttle }) => shuttle.backward()),
  time("shuttleForward", "Shift+L", ({ shuttle }) => shuttle.forward()),
  time("shuttlePause", "K", (workspace) => workspace.pause(), { context: "moving" }),
  time("shuttleFaster", "L", ({ shuttle }) => shuttle.forward(), { context: "moving" }),
  time("setIn", "I", byDeed("setIn")),
  time("setOut", "Shift+I", byDeed("setOut")),
  time("clearRange", "Alt+I", byDeed("clearRange")),
  time("sound", "Shift+M", sound, {
    available: ({ server }) => server.getState().session?.video.hasAudio === true,
  }),
];
