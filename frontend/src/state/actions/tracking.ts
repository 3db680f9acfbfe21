/** Keys of tracking and of review. */
import { type Direction, isActive } from "../../domain/session";
import { mayEdit } from "../rights";
import type { Workspace } from "../workspace";
import type { StageAction } from "./action";
import { editing, isObjectComing, isPromptComing, stageActions } from "./making";
import { isMoving } from "./time";

const tracking = stageActions("tracking");
const review = stageActions("review");

const isTracking = ({ server }: Workspace): boolean =>
  isActive(server.getState().session?.propagation ?? null);

const canTrack = (workspace: Workspace): boolean =>
  !isTracking(workspace) && (workspace.server.getState().session?.prompts.length ?? 0) > 0;

/** The newest click is to be tracked too. */
const onPrompts = { available: canTrack, awaits: isPromptComing, ...editing };

const track =
  (direction: Direction): StageAction["run"] =>
  ({ commands }) =>
    void commands.track(direction);

/** One thing at a time: the candidates, tracking, then what moves, then the tool, then the choice. */
const stop: StageAction["run"] = (workspace) => {
  const { stage, commands, tools } = workspace;
  if (stage.getState().candidates !== null) workspace.candidates.close();
  else if (isTracking(workspace) && mayEdit(workspace.server)) void commands.cancelTracking();
  else if (isMoving(workspace)) workspace.pause();
  else if (stage.getState().tool !== tools.resting) tools.take(tools.resting);
  else stage.setState({ selected: null });
};

export const trackingActions: readonly StageAction[] = [
  tracking("trackForward", "T", track("FORWARD"), onPrompts),
  tracking("trackBackward", "Shift+T", track("BACKWARD"), onPrompts),
  tracking("trackBothWays", "Ctrl+B Alt+B", track("BOTH"), onPrompts),
  tracking("trackOneFrame", "Alt+T Y", (workspace) => void workspace.trackOneFrame(), onPrompts),
  tracking("trackRange", "Alt+Shift+T Shift+Y", (workspace) => void workspace.trackRange(), onPrompts),
  tracking("trackAgain", "G", ({ commands }) => void commands.trackAgain(), onPrompts),
  tracking("stop", "Escape", stop),
  review("markAbsent", "O", ({ marks }) => void marks.markAbsent(), { awaits: isObjectComing, ...editing }),
  review("acceptFrame", "K", ({ marks }) => void marks.accept(), { awaits: isObjectComing, ...editing }),
  review("nextLook", ";", ({ review }) => review.next()),
  review("previousLook", ":", ({ review }) => review.previous()),
];
