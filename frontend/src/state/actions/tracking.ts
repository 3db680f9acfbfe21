/** Keys of tracking and of review. */
import { type Direction, isActive } from "../../domain/session";
import type { Workspace } from "../workspace";
import type { StageAction } from "./action";
import { stageActions } from "./making";
import { isMoving } from "./time";

const tracking = stageActions("tracking");
const review = stageActions("review");

const isTracking = ({ server }: Workspace): boolean =>
  isActive(server.getState().session?.propagation ?? null);

const canTrack = (workspace: Workspace): boolean =>
  !isTracking(workspace) && (workspace.server.getState().session?.prompts.length ?? 0) > 0;

const track =
  (direction: Direction): StageAction["run"] =>
  ({ commands }) =>
    void commands.track(direction);

/** One thing at a time: the candidates, tracking, then what moves, then the tool, then the choice. */
const stop: StageAction["run"] = (workspace) => {
  const { stage, commands } = workspace;
  if (stage.getState().candidates !== null) workspace.candidates.close();
  else if (isTracking(workspace)) void commands.cancelTracking();
  else if (isMoving(workspace)) workspace.pause();
  else if (stage.getState().tool !== "point") stage.setState({ tool: "point" });
  else stage.setState({ selected: null });
};

export const trackingActions: readonly StageAction[] = [
  tracking("trackForward", "T", track("FORWARD"), { available: canTrack }),
  tracking("trackBackward", "Shift+T", track("BACKWARD"), { available: canTrack }),
  tracking("trackBothWays", "Ctrl+B Alt+B", track("BOTH"), { available: canTrack }),
  tracking("trackOneFrame", "Alt+T Y", (workspace) => void workspace.trackOneFrame(), {
    available: canTrack,
  }),
  tracking("trackRange", "Alt+Shift+T Shift+Y", (workspace) => void workspace.trackRange(), {
    available: canTrack,
  }),
  tracking("trackAgain", "G", ({ commands }) => void commands.trackAgain(), { available: canTrack }),
  tracking("stop", "Escape", stop),
  review("markAbsent", "O", ({ marks }) => void marks.markAbsent()),
  review("acceptFrame", "K", ({ marks }) => void marks.accept()),
  review("nextLook", ";", ({ review }) => review.next()),
  review("previousLook", ":", ({ review }) => review.previous()),
];
