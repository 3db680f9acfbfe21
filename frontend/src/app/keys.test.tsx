/** Keys as a person presses them: on the stage, beside fields and dialogs, and in the list that changes them. */
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { KeysPanel } from "../features/keys/KeysPanel";
import { useActionKeys } from "../features/keys/useActionKeys";
import { FrameInput } from "../features/timeline/FrameInput";
import { aJob, anObject } from "../state/fixtures";
import { useServices, useWorkspace } from "../state/services";
import { renderInSession } from "./stageSetting";

function Stage({ children }: { readonly children?: React.ReactNode }) {
  const { keys } = useServices();
  useActionKeys(useWorkspace(), {
    maxObjects: 32,
    toggleKeys: () => keys.toggle(),
    goHome: () => undefined,
    focusSearch: () => undefined,
    chooseFiles: () => undefined,
  });
  return (
    <>
      <div role="application" aria-label="Picture" tabIndex={-1} />
      {children}
      <KeysPanel />
    </>
  );
}

const objects = [anObject(0), anObject(1)];
const onStage = (children?: React.ReactNode, answers = {}) =>
  renderInSession(<Stage>{children}</Stage>, { objects }, answers);

/** True when the browser still has the key. */
const press = (key: string, code = "", held: object = {}, target: Element = document.body): boolean =>
  fireEvent.keyDown(target, { key, code, ...held });

describe("keys on the stage", () => {
  it("step, also while held; others act once", () => {
    const { workspace } = onStage();
    press("f", "KeyF");
    press("f", "KeyF", { repeat: true });
    press("а", "KeyF");
    expect(workspace.stage.getState().frame).toBe(3);
    press("h", "KeyH");
    workspace.stage.setState({ selected: objectId(0) });
    press("h", "KeyH");
    press("h", "KeyH", { repeat: true });
    expect([...workspace.stage.getState().hidden]).toEqual([0]);
  });
  it("mean the page again when a frame number is entered", () => {
    const { workspace } = onStage(<FrameInput />);
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Frame number" });
    field.focus();
    fireEvent.change(field, { target: { value: "5" } });
    press("Enter", "Enter", {}, field);
    expect(document.activeElement).toBe(document.body);
    press("f", "KeyF");
    expect(workspace.stage.getState().frame).toBe(6);
  });
  it("choose objects by digit and go round", () => {
    const { workspace } = onStage();
    const selected = () => workspace.stage.getState().selected;
    press("2", "Digit2");
    expect(selected()).toBe(1);
    press(".", "Period");
    expect(selected()).toBe(0);
    press("9", "Digit9");
    expect(selected()).toBe(0);
  });
  it("open panels with Shift and a digit on every layout, also while candidates show", () => {
    for (const sign of ["#", "£", "№"]) {
      const { workspace } = onStage();
      const choices = ["91>", "81?", "h0"].map((counts) => ({
        rle: { size: [4, 6] as const, counts },
        quality: 1,
      }));
      const click = { x: 0.5, y: 0.5, label: 1 as const };
      const candidates = { objectId: objectId(0), frame: frameIndex(0), click, choices, looked: null };
      workspace.stage.setState({ candidates });
      press(sign, "Digit3", { shiftKey: true });
      expect(workspace.stage.getState()).toMatchObject({ panel: "export", candidates: { choices } });
      cleanup();
    }
  });
  it("let Tab walk the objects and then on through the page", () => {
    const { workspace } = onStage(<button type="button">b</button>);
    const selected = () => workspace.stage.getState().selected;
    const picture = screen.getByRole("application");
    expect([press("Tab", "Tab"), selected()]).toEqual([false, 0]);
    expect([press("Tab", "Tab", {}, picture), selected()]).toEqual([false, 1]);
    expect([press("Tab", "Tab"), selected()]).toEqual([true, 1]);
    expect([press("Tab", "Tab", { shiftKey: true }, screen.getByRole("button")), selected()]).toEqual([
      true,
      1,
    ]);
  });
  it("do nothing while typing, and leave buttons and sliders theirs", () => {
    const { workspace } = onStage(
      <>
        <input aria-label="text" />
        <button type="button">b</button>
        <div role="slider" aria-valuenow={0} tabIndex={0} />
      </>,
    );
    const frame = () => workspace.stage.getState().frame;
    press("f", "KeyF", {}, screen.getByRole("textbox"));
    press("ArrowRight", "ArrowRight", {}, screen.getByRole("slider"));
    press(" ", "Space", {}, screen.getByRole("button"));
    expect(frame()).toBe(0);
    press("f", "KeyF", {}, screen.getByRole("slider"));
    press("f", "KeyF", {}, screen.getByRole("button"));
    expect(frame()).toBe(2);
  });
  it("do nothing while a dialog is open, but ? closes the list", () => {
    const { workspace } = onStage();
    press("?", "Slash", { shiftKey: true });
    expect(screen.getByRole("dialog", { name: "Keys" })).toBeTruthy();
    press("f", "KeyF");
    expect(workspace.stage.getState().frame).toBe(0);
    press("?", "Slash", { shiftKey: true });
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("mean shuttling while the clip moves: K pauses, J turns round", () => {
    const { workspace } = onStage();
    workspace.stage.setState({ frame: frameIndex(40) });
    press("j", "KeyJ");
    press("j", "KeyJ");
    expect(workspace.shuttle.speed).toBe(-2);
    press("k", "KeyK");
    expect(workspace.shuttle.speed).toBe(0);
  });
  it("stop tracking first of all with Esc", () => {
    const { workspace, api } = onStage(undefined, {
      cancelPropagation: () => ({ cancelPropagateInVideo: { success: true } }),
    });
    const { session } = workspace.server.getState();
    const propagation = aJob({ state: "RUNNING" });
    workspace.server.setState({ session: session && { ...session, propagation } });
    workspace.stage.setState({ tool: "box" });
    press("Escape", "Escape");
    expect([api.calls[0]?.[0], workspace.stage.getState().tool]).toEqual(["cancelPropagation", "box"]);
  });
  it("wait for the object that was clicked just now, until Esc", async () => {
    const startPropagation = () => ({ startPropagation: aJob({ state: "RUNNING" }) });
    const { api, workspace } = onStage(undefined, {
      startPropagation,
      addPoints: async () => ({ addPoints: { frameIndex: 0, rleMaskList: [] } }),
    });
    const click = () =>
      workspace.prompting.addPoint(objectId(7), frameIndex(0), { x: 0.5, y: 0.5, label: 1 });
    const first = click();
    expect(press("t", "KeyT")).toBe(false);
    press("Escape", "Escape");
    await first;
    expect([api.calls.length, workspace.stage.getState().selected]).toEqual([1, 7]);
    const second = click();
    press("t", "KeyT");
    await second;
    expect(api.calls.map(([name]) => name)).toEqual(["addPoints", "addPoints", "startPropagation"]);
  });
});

describe("the list of keys", () => {
  const open = () => {
    const rendered = onStage();
    press("?", "Slash", { shiftKey: true });
    const list = screen.getByRole("dialog", { name: "Keys" });
    return { ...rendered, list, map: () => rendered.services.keys.store.getState().map };
  };
  const button = (name: string) => screen.getByRole("button", { name });
  const waiting = () => button("Press a key…");

  it("is found by what a thing is called, or by its key", () => {
    const { list } = open();
    const field = screen.getByRole("searchbox", { name: "Find an action or a key" });
    fireEvent.change(field, { target: { value: "both ways" } });
    expect(within(list).getAllByRole("listitem")).toHaveLength(1);
    expect(list.textContent).toContain("Track both ways");
    fireEvent.change(field, { target: { value: "shift+t" } });
    expect(list.textContent).toContain("Track backward");
    fireEvent.change(field, { target: { value: "teapot" } });
    expect(list.textContent).toContain("No action is called “teapot”");
  });
  it("takes a new key, and says what has it already", () => {
    const { map } = open();
    fireEvent.click(button("Change N of “New object”"));
    press("F9", "F9", {}, waiting());
    expect(map().get("newObject")).toEqual(["F9"]);
    fireEvent.click(button("Change F9 of “New object”"));
    press("в", "KeyD", {}, waiting());
    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("D is “Previous frame”.");
    expect(map().get("newObject")).toEqual(["F9"]);
    fireEvent.click(within(alert).getByRole("button", { name: "Use it here instead" }));
    expect([map().get("newObject"), map().get("previousFrame")]).toEqual([["D"], ["ArrowLeft"]]);
    fireEvent.click(button("Reset all"));
    expect(map().get("previousFrame")).toEqual(["D", "ArrowLeft"]);
  });
  it("leaves it with Esc, takes it away with Backspace, and refuses the browser's own", () => {
    const { map } = open();
    fireEvent.click(button("Change N of “New object”"));
    press("w", "KeyW", { ctrlKey: true }, waiting());
    expect(screen.getByRole("alert").textContent).toContain("Ctrl+W belongs to the browser");
    press("Escape", "Escape", {}, waiting());
    expect([map().get("newObject"), screen.queryByRole("alert")]).toEqual([["N"], null]);
    expect(screen.getByRole("dialog")).toBeTruthy();
    fireEvent.click(button("Change N of “New object”"));
    press("Backspace", "Backspace", {}, waiting());
    expect(map().get("newObject")).toEqual([]);
    fireEvent.click(button("Reset keys of “New object”"));
    fireEvent.click(button("Add a key to “New object”"));
    press("F9", "F9", {}, waiting());
    expect(map().get("newObject")).toEqual(["N", "F9"]);
  });
});
