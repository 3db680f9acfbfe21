/** From what a tool intends to what is said about which object: the selected one, the one that was hit, or a new one. */
import type { Point } from "../../domain/session";
import { useMaxObjects } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import type { Workspace } from "../../state/workspace";
import type { Intent } from "./tools/tool";

export function useIntent(): (intent: Intent) => void {
  const workspace = useWorkspace();
  const { notices } = useServices();
  const most = useMaxObjects();

  const isFull = (): boolean => {
    const { selected } = workspace.stage.getState();
    const count = workspace.server.getState().session?.objects.length ?? 0;
    if (selected !== null || count < most) return false;
    notices.say("plain", `A session can have up to ${most} objects`, "Select one of them, then click.");
    return true;
  };

  return (intent) => {
    const { prompting, stage } = workspace;
    const { frame, selected } = stage.getState();
    if (intent.kind === "remove-point") {
      if (selected !== null) void prompting.removePoint(selected, frame, intent.position);
    } else if (intent.kind === "draw-box") {
      if (!isFull()) void prompting.drawBox(prompting.target(), frame, intent.box);
    } else {
      void addPoint(workspace, intent.point, isFull, () =>
        notices.say("plain", "Nothing to take away from", "Select an object first, or click one to add it."),
      );
    }
  };
}

async function addPoint(
  { prompting, stage }: Workspace,
  point: Point,
  isFull: () => boolean,
  onNothing: () => void,
): Promise<void> {
  const { frame, selected } = stage.getState();
  if (selected !== null) return prompting.addPoint(selected, frame, point);
  const hit = await prompting.objectAt(point.x, point.y);
  if (hit !== null) {
    // The first click on a mask says which object is meant; taking away is meant at once.
    stage.setState({ selected: hit });
    if (point.label === 0) await prompting.addPoint(hit, frame, point);
  } else if (point.label === 0) {
    onNothing();
  } else if (!isFull()) {
    await prompting.addPoint(prompting.target(), frame, point);
  }
}
