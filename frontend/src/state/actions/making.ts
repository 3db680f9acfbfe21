/** Makes actions of the stage. */
import type { ObjectId } from "../../domain/clip";
import { type Chord, chord } from "../keys/chord";
import type { Workspace } from "../workspace";
import type { ActionGroup, ActionId, StageAction } from "./action";

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
