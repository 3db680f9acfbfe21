/** Which keys are for somebody who may only look: none that changes the session, and all others. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../../domain/clip";
import { defaultStack } from "../../effects/layers";
import { FakeApi, settled } from "../fakeApi";
import { aJob, anEdit, anObject, aSession } from "../fixtures";
import { keymapOf, ownKeys } from "../keys/keymap";
import { meaningOf } from "../keys/resolve";
import { createNotices } from "../notices";
import { Workspace } from "../workspace";
import { isStageAction, type PageHands } from "./action";
import { actionById, actions } from "./registry";

const page: PageHands = {
  maxObjects: 20,
  toggleKeys: () => undefined,
  goHome: () => undefined,
  focusSearch: () => undefined,
  chooseFiles: () => undefined,
};

function aReader() {
  const api = new FakeApi({});
  const workspace = new Workspace(api, "s", defaultStack, createNotices());
  const session = aSession({
    right: "READ",
    objects: [anObject(0), anObject(1)],
    prompts: [{ objectId: objectId(0), frameIndex: frameIndex(0), points: [], box: null, hasMask: true }],
    history: [anEdit(1)],
    propagation: aJob({ state: "RUNNING" }),
  });
  workspace.server.setState({ phase: "open", session });
  workspace.stage.setState({ selected: objectId(1) });
  return { api, workspace };
}

const stageActions = actions.filter(isStageAction);
const reading = stageActions.filter(({ edits }) => edits !== true);

describe("somebody who may only look", () => {
  it("has the tool that chooses objects, and no other by Escape or by pressing it again", () => {
    const { workspace } = aReader();
    const { stage, tools } = workspace;
    expect(stage.getState().tool).toBe("select");
    tools.toggle("select");
    expect(stage.getState().tool).toBe("select");
    const stop = actionById.get("stop");
    if (stop !== undefined && isStageAction(stop)) stop.run(workspace, stop.keys[0] ?? never(), page);
    expect(stage.getState()).toMatchObject({ tool: "select", selected: null });
  });

  it.each(reading.map(({ id }) => id))("asks the server for nothing with %s", async (id) => {
    const { api, workspace } = aReader();
    const action = actionById.get(id);
    if (action === undefined || !isStageAction(action)) throw new Error(`There is no action ${id}.`);
    action.run(workspace, action.keys[0] ?? never(), page);
    await settled();
    expect(api.calls).toEqual([]);
  });

  it("is told so where a key would change the session", () => {
    const { workspace } = aReader();
    const map = keymapOf(ownKeys);
    const refused = stageActions.filter(({ id, context }) => {
      const key = map.get(id)?.[0] ?? never();
      return context === "stage" && meaningOf([key], map, workspace)?.refused;
    });
    expect(refused.map(({ id }) => id).sort()).toEqual(
      [
        "pointTool boxTool brushTool eraserTool clearPrompts newObject lockObject renameObject deleteObject",
        "moveObjectUp moveObjectDown mergeObject splitObject trackForward trackBackward trackBothWays",
        "trackOneFrame trackRange trackAgain markAbsent acceptFrame undo redo importMasks",
      ]
        .flatMap((ids) => ids.split(" "))
        .sort(),
    );
  });

  it("becomes one who edits as soon as the owner lets them", () => {
    const { workspace } = aReader();
    const map = keymapOf(ownKeys);
    const key = map.get("boxTool")?.[0] ?? never();
    const isRefused = () => meaningOf([key], map, workspace)?.refused;
    expect(isRefused()).toBe(true);
    workspace.server.setState(({ session }) => ({ session: session && { ...session, right: "EDIT" } }));
    expect(isRefused()).toBe(false);
  });
});

function never(): never {
  throw new Error("An action has no key.");
}
