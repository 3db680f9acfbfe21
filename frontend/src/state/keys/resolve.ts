/** From a press to the action that it means here and now. Pure. */
import { type Action, type ActionContext, isStageAction } from "../actions/action";
import { actions, isRefused } from "../actions/registry";
import { isMoving } from "../actions/time";
import type { Workspace } from "../workspace";
import type { Chord } from "./chord";
import type { Keymap } from "./keymap";

/** Whose meaning goes first. */
const onStage: readonly ActionContext[] = ["candidates", "moving", "stage", "anywhere"];
const onHome: readonly ActionContext[] = ["home", "anywhere"];

/** `workspace` is null among the clips. */
const contextsOf = (workspace: Workspace | null): readonly ActionContext[] => {
  if (workspace === null) return onHome;
  return isMoving(workspace) ? onStage : onStage.filter((context) => context !== "moving");
};

export interface Meaning {
  readonly action: Action;
  readonly pressed: Chord;
  /** False: there is nothing to do just now. */
  readonly available: boolean;
  /** What it needs is on its way. */
  readonly awaited: boolean;
  /** The person may only look at this session. */
  readonly refused: boolean;
}

/** The first of the chords that means anything; null where none does. */
export function meaningOf(
  pressed: readonly Chord[],
  map: Keymap,
  workspace: Workspace | null,
): Meaning | null {
  const isAvailable = (action: Action): boolean =>
    !isStageAction(action) || (workspace !== null && action.available(workspace));
  const isAwaited = (action: Action): boolean =>
    isStageAction(action) && workspace !== null && action.awaits?.(workspace) === true;
  const contexts = contextsOf(workspace);
  for (const key of pressed) {
    for (const context of contexts) {
      const action = actions.find((one) => one.context === context && map.get(one.id)?.includes(key));
      if (action === undefined) continue;
      // Digits are the objects' own while no candidates show.
      if (context === "candidates" && !isAvailable(action)) continue;
      return {
        action,
        pressed: key,
        available: isAvailable(action),
        awaited: isAwaited(action),
        refused: isRefused(action, workspace),
      };
    }
  }
  return null;
}
