/** The tool bar, the marks in the picture's corner and the candidates, in an open session. */

import { act, fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { CandidateStrip } from "../features/stage/CandidateStrip";
import { StageMarks } from "../features/stage/StageMarks";
import { ToolBar } from "../features/stage/ToolBar";
import type { StageAction } from "../state/actions/action";
import { actionById } from "../state/actions/registry";
import { anObject } from "../state/fixtures";
import { chord } from "../state/keys/chord";
import { renderInSession } from "./stageSetting";

const button = (name: string) => screen.getByRole("button", { name });
const placement = { left: 0, top: 0, width: 600, height: 400 };
const prompt = { objectId: objectId(0), frameIndex: frameIndex(0), points: [], box: null, hasMask: true };

describe("the tool bar", () => {
  it("shows and changes what is in the hand", () => {
    const { workspace } = renderInSession(<ToolBar />);
    expect(button("Click").ariaPressed ?? button("Click").getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(button("Eraser"));
    expect(workspace.stage.getState().tool).toBe("eraser");
    expect(button("Clicks take away").hasAttribute("disabled")).toBe(true);
  });
  it("offers marks for a selected object only", () => {
    const { workspace } = renderInSession(<ToolBar />, { objects: [anObject(0, { absent: [[0, 3]] })] });
    expect(button("Mark absent here").hasAttribute("disabled")).toBe(true);
    act(() => workspace.stage.setState({ selected: objectId(0) }));
    expect(button("Mark absent here").getAttribute("aria-pressed")).toBe("true");
    expect(button("Accept this frame").getAttribute("aria-pressed")).toBe("false");
  });
});

describe("the marks", () => {
  it("say what holds of the selected object here", () => {
    const { workspace } = renderInSession(<StageMarks />, {
      objects: [anObject(0, { accepted: [[0, 0]] })],
      prompts: [prompt],
    });
    act(() => workspace.stage.setState({ selected: objectId(0) }));
    expect(screen.getByRole("status").textContent).toBe("AcceptedDrawn by hand");
    act(() => workspace.stage.setState({ frame: frameIndex(1) }));
    expect(screen.getByRole("status").textContent).toBe("");
  });
});

describe("the candidates", () => {
  function offer() {
    const { workspace, api } = renderInSession(
      <CandidateStrip placement={placement} />,
      {},
      {
        addMask: () => new Promise(() => undefined),
      },
    );
    const choices = ["91>", "81?"].map((counts) => ({ rle: { size: [4, 6] as const, counts }, quality: 1 }));
    const click = { x: 0.5, y: 0.5, label: 1 as const };
    act(() =>
      workspace.stage.setState({
        candidates: { objectId: objectId(0), frame: frameIndex(0), click, choices, looked: null },
      }),
    );
    return { workspace, api };
  }
  it("are looked at by pointing", () => {
    const { workspace } = offer();
    fireEvent.pointerEnter(button("Mask 2"));
    expect(workspace.stage.getState().candidates?.looked).toBe(1);
  });
  it("are chosen by digits, and let go by Escape before anything else is", async () => {
    const { workspace, api } = offer();
    const hands = { maxObjects: 32, toggleKeys() {}, goHome() {}, focusSearch() {}, chooseFiles() {} };
    const press = (on: typeof workspace, id: "chooseCandidate" | "stop", key: string) => {
      const action = actionById.get(id) as StageAction;
      if (action.available(on)) action.run(on, chord(key), hands);
    };
    act(() => press(workspace, "chooseCandidate", "2"));
    await act(async () => new Promise((resolve) => setTimeout(resolve, 0)));
    expect(api.calls[0]).toMatchObject(["addMask", { input: { counts: "81?" } }]);
    expect(workspace.stage.getState().candidates).toBeNull();
    const again = offer().workspace;
    expect(again.stage.getState().candidates).not.toBeNull();
    act(() => press(again, "stop", "Escape"));
    expect(again.stage.getState().candidates).toBeNull();
  });
});
