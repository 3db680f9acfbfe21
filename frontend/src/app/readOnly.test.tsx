/** An open session that a person may only look at: what is dead and why, and what still works. */
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { ExportJobs } from "../features/export/ExportJobs";
import { useActionKeys } from "../features/keys/useActionKeys";
import { HistoryBar } from "../features/objects/HistoryBar";
import { ObjectsPanel } from "../features/objects/ObjectsPanel";
import { ToolBar } from "../features/stage/ToolBar";
import { TrackBar } from "../features/timeline/TrackBar";
import { aJob, anEdit, anObject } from "../state/fixtures";
import { useWorkspace } from "../state/services";
import { REST_MS } from "../state/sessionEffects";
import type { OpenSession } from "../state/sessionState";
import { Notices } from "./Notices";
import { renderInSession } from "./stageSetting";

const shown: Partial<OpenSession> = {
  right: "READ",
  objects: [anObject(0, { name: "Koi" })],
  prompts: [{ objectId: objectId(0), frameIndex: frameIndex(0), points: [], box: null, hasMask: true }],
  history: [anEdit(1)],
};

function Keys() {
  useActionKeys(useWorkspace(), {
    maxObjects: 32,
    toggleKeys: () => undefined,
    goHome: () => undefined,
    focusSearch: () => undefined,
    chooseFiles: () => undefined,
  });
  return null;
}

const stage = (
  <>
    <Keys />
    <ToolBar />
    <HistoryBar />
    <ObjectsPanel />
    <TrackBar />
    <Notices />
  </>
);

const isDead = (name: string | RegExp) => screen.getByRole("button", { name }).hasAttribute("disabled");

const changing = [
  "Click",
  /^Undo/,
  "Add object",
  "Track forward",
  "Colour of Koi",
  "Lock Koi",
  "Delete Koi",
  /^Class of Koi/,
];
const looking = ["Hide Koi", "Only Koi", "Select Koi", "History", "More for Koi"];

describe("a session that may only be looked at", () => {
  it("has nothing to press that changes it, and says why", () => {
    const { workspace } = renderInSession(stage, shown);
    act(() => workspace.stage.setState({ selected: objectId(0) }));
    for (const name of changing) expect([name, isDead(name)]).toEqual([name, true]);
    expect(screen.getByRole("button", { name: "Track forward" }).title).toContain(
      "look at it, not change it",
    );
    expect(screen.getByRole("button", { name: "Delete Koi" }).dataset.hint).toContain("not change it");
    expect(screen.queryByRole("button", { name: "Rename Koi" })).toBeNull();
  });

  it("can be looked at", () => {
    renderInSession(stage, shown);
    for (const name of looking)
      expect([name, screen.getAllByRole("button", { name })[0]?.hasAttribute("disabled")]).toEqual([
        name,
        false,
      ]);
  });

  it("tells who presses a key that would change it", async () => {
    const { api } = renderInSession(stage, shown);
    fireEvent.keyDown(document.body, { key: "t", code: "KeyT" });
    await waitFor(() => expect(screen.getByText("This session is read only")).toBeTruthy());
    expect(api.calls).toEqual([]);
  });

  it("shows effects that are tried, and keeps none", async () => {
    const { api, workspace } = renderInSession(null, shown);
    workspace.stage.setState({ effects: [] });
    await new Promise((wake) => setTimeout(wake, REST_MS + 50));
    workspace.leave();
    expect([api.calls, workspace.stage.getState().effects]).toEqual([[], []]);
  });

  it("lets who looks export, but not stop what somebody else began", () => {
    const exports = [aJob({ kind: "EXPORT", state: "RUNNING" })];
    renderInSession(<ExportJobs />, { ...shown, exports });
    expect(screen.queryByRole("button", { name: "Cancel export" })).toBeNull();
    cleanup();
    renderInSession(<ExportJobs />, { ...shown, exports, right: "EDIT" });
    expect(screen.getByRole("button", { name: "Cancel export" })).toBeTruthy();
  });

  it("is an ordinary one for who may edit", () => {
    renderInSession(stage, { ...shown, right: "EDIT" });
    for (const name of ["Track forward", "Add object", "Delete Koi"])
      expect([name, isDead(name)]).toEqual([name, false]);
  });
});
