/** Order, classes, history and review as a person meets them. */
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { HistoryBar } from "../features/objects/HistoryBar";
import { ObjectsPanel } from "../features/objects/ObjectsPanel";
import { placeFromBelow } from "../features/objects/useReorder";
import { Timeline } from "../features/timeline/Timeline";
import { anEdit, anObject } from "../state/fixtures";
import { renderInSession } from "./stageSetting";

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });
const inputs = (api: { calls: [string, Readonly<Record<string, unknown>>][] }) =>
  api.calls.map(([name, { input }]) => [name, input]);

/** Menus open on a press of the pointer. */
/** As a hand does: some menus open when pressed, those of a list when the press ends. */
const open = (name: string | RegExp) => {
  fireEvent.pointerDown(button(name), { button: 0, ctrlKey: false, pointerType: "mouse" });
  fireEvent.click(button(name));
};

describe("the list of objects", () => {
  const objects = [anObject(0), anObject(1), anObject(2)];

  it("shows the topmost first", () => {
    renderInSession(<ObjectsPanel />, { objects });
    const names = within(screen.getByRole("list", { name: "Objects" }))
      .getAllByRole("button", { name: /^Select/ })
      .map((row) => row.textContent);
    expect(names).toEqual(["Object 3", "Object 2", "Object 1"]);
  });

  it("is reordered by keys", async () => {
    const { api } = renderInSession(
      <ObjectsPanel />,
      { objects },
      { reorderObjects: () => ({ reorderObjects: [objects[1], objects[0], objects[2]] }) },
    );
    fireEvent.keyDown(button("Move Object 1"), { key: "ArrowUp" });
    await waitFor(() =>
      expect(inputs(api)).toEqual([["reorderObjects", { sessionId: "s", objectIds: [1, 0, 2] }]]),
    );
  });

  it("knows where a row that is let go belongs", () => {
    // Three rows, the topmost is place 2 from below.
    expect(placeFromBelow(0, 3, 3)).toBe(0);
    expect(placeFromBelow(2, 0, 3)).toBe(2);
    expect([placeFromBelow(1, 1, 3), placeFromBelow(1, 2, 3)]).toEqual([1, 1]);
  });

  it("locks, solos and classifies", async () => {
    const classes = [{ classId: 4, name: "Fish", colour: "#00ff00" }];
    const { api, workspace } = renderInSession(
      <ObjectsPanel />,
      { objects, classes },
      { updateObject: ({ input }) => ({ updateObject: { ...anObject(0), ...(input as object) } }) },
    );
    fireEvent.click(button("Lock Object 1"));
    await screen.findByRole("button", { name: "Unlock Object 1" });
    fireEvent.click(button("Only Object 2"));
    expect([...workspace.stage.getState().solo]).toEqual([1]);
    open("Class of Object 1: No class");
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "Fish" }));
    await waitFor(() =>
      expect(inputs(api).at(-1)).toEqual(["updateObject", { sessionId: "s", objectId: 0, classId: 4 }]),
    );
  });

  it("says where there are no classes yet", async () => {
    renderInSession(<ObjectsPanel />, { objects, classes: [] });
    open("Class of Object 1: No class");
    fireEvent.click(await screen.findByRole("menuitem", { name: "Edit classes…" }));
    await screen.findByText("No classes yet.");
  });

  it("merges with one that is chosen from the rest, and splits at the frame", async () => {
    const { api, workspace } = renderInSession(
      <ObjectsPanel />,
      { objects },
      { splitObject: () => ({ splitObject: anObject(3) }) },
    );
    act(() => workspace.stage.setState({ frame: frameIndex(7) }));
    open("More for Object 2");
    fireEvent.click(await screen.findByRole("menuitem", { name: "Split at frame 7" }));
    await waitFor(() =>
      expect(inputs(api)).toEqual([
        ["splitObject", { sessionId: "s", objectId: 1, frameIndex: 7, newObjectId: 3 }],
      ]),
    );
  });

  it("brings an earlier version back after a question", async () => {
    const history = [anEdit(1), anEdit(2, { kind: "BOX" })];
    const { api } = renderInSession(
      <ObjectsPanel />,
      { objects, history },
      { restoreMasklet: () => ({ restoreMasklet: { success: true } }) },
    );
    open("More for Object 1");
    fireEvent.click(await screen.findByRole("menuitem", { name: "Earlier versions…" }));
    fireEvent.click(await screen.findByRole("button", { name: "Bring back: Clicked Object 1 on frame 12" }));
    fireEvent.click(await screen.findByRole("button", { name: "Bring back" }));
    await waitFor(() =>
      expect(inputs(api)).toEqual([["restoreMasklet", { sessionId: "s", objectId: 0, editId: 1 }]]),
    );
  });
});

describe("history", () => {
  const history = [anEdit(1), anEdit(2, { kind: "ADD_OBJECT", undone: true })];

  it("names what undo and redo would do, and goes where it is pressed", async () => {
    const { api } = renderInSession(
      <HistoryBar />,
      { history },
      { undo: () => ({ undo: null }), goToEdit: () => ({ goToEdit: { success: true } }) },
    );
    fireEvent.click(button("Undo: Clicked Object 1 on frame 12"));
    expect(button("Redo: Added Object 1").disabled).toBe(false);
    fireEvent.click(button("History"));
    fireEvent.click(await screen.findByRole("button", { name: /^The beginning/ }));
    await waitFor(() =>
      expect(inputs(api)).toEqual([
        ["undo", { sessionId: "s" }],
        ["goToEdit", { sessionId: "s", editId: null }],
      ]),
    );
  });

  it("offers nothing where nothing was done", () => {
    renderInSession(<HistoryBar />);
    expect([button("Undo").disabled, button("Redo").disabled]).toEqual([true, true]);
  });
});

describe("the timeline", () => {
  it("says each lane in words", async () => {
    const objects = [anObject(0, { accepted: [[0, 4]], absent: [[9, 9]] })];
    const runs = new Map([[objectId(0), [[0, 9]] as const]]);
    renderInSession(<Timeline />, { objects, runs });
    const lane = within(screen.getByRole("list", { name: "Lanes" })).getByRole("listitem");
    expect(lane.textContent).toContain(
      "Masks on 10 frames, 0 prompted frames, 5 accepted frames, absent on 1 frame",
    );
  });

  it("has In and Out points that keys move", () => {
    const { workspace } = renderInSession(<Timeline />);
    act(() => workspace.stage.setState({ frame: frameIndex(10) }));
    fireEvent.click(button("Set In here"));
    act(() => workspace.stage.setState({ frame: frameIndex(20) }));
    fireEvent.click(button("Set Out here"));
    fireEvent.keyDown(screen.getByRole("slider", { name: "In point" }), { key: "ArrowRight" });
    expect(workspace.range.frames()).toEqual([11, 20]);
    fireEvent.keyDown(screen.getByRole("slider", { name: "Out point" }), { key: "Delete" });
    expect(workspace.range.frames()).toEqual([11, 99]);
    fireEvent.click(button("Clear In and Out"));
    expect(workspace.range.frames()).toBeNull();
  });

  it("lists what needs a look and goes there", async () => {
    const { workspace } = renderInSession(<Timeline />, { objects: [anObject(0)] });
    const need = { reason: "UNSURE", objectId: objectId(0), other: null, frame: frameIndex(14) } as const;
    act(() =>
      workspace.review.store.setState({ needs: [{ ...need, first: 10, last: 19, need: 0.8, amount: 0.1 }] }),
    );
    fireEvent.click(button("1 stretch needs a look"));
    fireEvent.click(await screen.findByRole("button", { name: /The engine is unsure: 10 % \(10–19\)/ }));
    expect(workspace.stage.getState()).toMatchObject({ frame: 14, selected: 0 });
  });

  it("remembers that only the selected object is tracked, and says so", async () => {
    const { workspace, services } = renderInSession(<Timeline />, { objects: [anObject(0)] });
    act(() => workspace.stage.setState({ selected: objectId(0) }));
    open("More ways to track");
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "The selected object" }));
    expect(services.preferences.getState().trackScope).toBe("selected");
    expect(await screen.findByText("Track Object 1")).toBeTruthy();
  });
});
