/** Makes actions of the stage: what it does, or the deed of another room that does it. */
import type { ObjectId } from "../../domain/clip";
import { type Chord, chord } from "../keys/chord";
import type { Workspace } from "../workspace";
import type { ActionGroup, ActionId, StageAction } from "./action";
import { type DeedName, deedOf } from "./pending";

type Extras = Partial<Pick<StageAction, "repeats" | "yields" | "fixed" | "context" | "available">>;

/** "D ArrowLeft" -> both chords */
export const chords = (text: string): readonly Chord[] => text.split(" ").map(chord);

export const stageActions =
  (group: ActionGroup) =>
  (id: ActionId, keys: string, run: StageAction["run"], extras: Extras = {}): StageAction => ({
    context: "stage",
    available: () => true,
    ...extras,
    id,
    group,
    keys: chords(keys),
    run,
  });

/** What the key of a digit counts: 1 to 9, and 10 for 0. */
export const digitOf = (pressed: Chord): number => Number(pressed) || 10;

/** Done by another room; not available before that room is there. */
export const byDeed = (name: DeedName): StageAction["run"] => {
  const deed = deedOf(name);
  return (workspace, pressed) => void deed?.(workspace, digitOf(pressed));
};

export const selectedObject = ({ stage, server }: Workspace): ObjectId | null => {
  const { selected } = stage.getState();
  const objects = server.getState().session?.objects ?? [];
  return objects.some(({ objectId }) => objectId === selected) ? selected : null;
};

export const hasSelected = (workspace: Workspace): boolean => selectedObject(workspace) !== null;

/** Runs it on the selected object, where there is one. */
export const onSelected =
  (run: (workspace: Workspace, object: ObjectId) => void): StageAction["run"] =>
  (workspace) => {
    const object = selectedObject(workspace);
    if (object !== null) run(workspace, object);
  };

/** What another room answers with yes or no; no before it is there. */
export const deedShows =
  (name: DeedName) =>
  (workspace: Workspace): boolean =>
    deedOf(name)?.(workspace, 0) === true;
