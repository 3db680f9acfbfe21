/** Which frames an export takes, in the panel: the timeline's In to Out, the person's own, or all; on the server as in the browser. */
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { objectId } from "../domain/clip";
import type { ExportFormat } from "../domain/server";
import { ExportPanel } from "../features/export/ExportPanel";
import { aJob, anObject, aServer } from "../state/fixtures";
import { renderInSession } from "./stageSetting";

const coco = { name: "coco", title: "COCO JSON", description: "", suffix: ".json", options: [] };
const session = { ...coco, name: "session", title: "Masklet session", selections: [] };

const objects = [anObject(0), anObject(1)];

function renderPanel(format: ExportFormat = coco) {
  const runs = new Map([[objectId(0), [[0, 9]] as const]]);
  const answers = { startExport: () => ({ startExport: aJob({ kind: "EXPORT" }) }) };
  const setting = renderInSession(<ExportPanel />, { runs, objects }, answers);
  act(() => setting.services.gallery.store.setState({ server: { ...aServer(), exportFormats: [format] } }));
  const exported = async () => {
    const before = setting.api.calls.length;
    fireEvent.click(screen.getByRole("button", { name: /^Export / }));
    await waitFor(() => expect(setting.api.calls.length).toBeGreaterThan(before));
    return setting.api.calls.at(-1)?.[1];
  };
  return { ...setting, exported };
}

const checked = () => screen.getByRole("radio", { checked: true }).textContent;

describe("the frames of an export", () => {
  it("are all where In and Out are not set, and the panel tells how to set them", async () => {
    const { exported } = renderPanel();
    expect(checked()).toBe("Whole clip");
    expect(screen.queryByRole("radio", { name: "In to Out" })).toBeNull();
    expect(screen.getByText(/^Set In and Out on the timeline/)).toBeTruthy();
    expect(await exported()).toEqual({ input: { sessionId: "s", format: "coco", options: "{}" } });
  });
  it("are In to Out as soon as they are set, and follow them", async () => {
    const { workspace, exported } = renderPanel();
    act(() => workspace.range.setIn(12));
    act(() => workspace.range.setOut(31));
    expect(checked()).toBe("In to Out");
    expect(screen.getByText("20 frames, 0.8 s")).toBeTruthy();
    expect(await exported()).toMatchObject({ input: { firstFrame: 12, lastFrame: 31 } });
    act(() => workspace.range.clear());
    expect(checked()).toBe("Whole clip");
  });
  it("can be all in spite of In and Out", async () => {
    const { workspace, exported } = renderPanel();
    act(() => workspace.range.setOut(31));
    fireEvent.click(screen.getByRole("radio", { name: "Whole clip" }));
    expect(await exported()).toEqual({ input: { sessionId: "s", format: "coco", options: "{}" } });
  });
  it("can be the person's own, beginning with In to Out, which stay as they are", async () => {
    const { workspace, exported } = renderPanel();
    act(() => workspace.range.setIn(12));
    fireEvent.change(screen.getByLabelText("To frame"), { target: { value: "40" } });
    fireEvent.blur(screen.getByLabelText("To frame"));
    expect(checked()).toBe("Part");
    expect(await exported()).toMatchObject({ input: { firstFrame: 12, lastFrame: 40 } });
    expect(workspace.range.frames()).toEqual([12, 99]);
  });
  it("are all of a format that takes no part, and the panel says so", async () => {
    const { workspace, exported } = renderPanel(session);
    act(() => workspace.range.setIn(12));
    expect(screen.queryByRole("radio")).toBeNull();
    expect(screen.getByText("This format always holds the whole clip.")).toBeTruthy();
    expect(await exported()).toEqual({ input: { sessionId: "s", format: "session", options: "{}" } });
  });
});

describe("the rest of what an export takes", () => {
  const all: ExportFormat = { ...coco, selections: ["FRAMES", "OBJECTS", "STRIDE", "RESOLUTION"] };
  it("is not offered where the format does not take it", () => {
    renderPanel();
    expect(screen.queryByRole("radiogroup", { name: "Objects" })).toBeNull();
    expect(screen.queryByLabelText("Every n-th frame")).toBeNull();
    expect(screen.queryByRole("switch")).toBeNull();
  });
  it("goes to the server as it was chosen, and only what was", async () => {
    const { exported } = renderPanel(all);
    expect(await exported()).toEqual({ input: { sessionId: "s", format: "coco", options: "{}" } });
    fireEvent.click(screen.getByRole("radio", { name: "Chosen" }));
    fireEvent.click(screen.getByRole("checkbox", { name: "Object 1" }));
    fireEvent.change(screen.getByLabelText("Every n-th frame"), { target: { value: "4" } });
    fireEvent.blur(screen.getByLabelText("Every n-th frame"));
    fireEvent.click(screen.getByRole("switch", { name: "In the original's size" }));
    expect(await exported()).toMatchObject({
      input: { objectIds: [1], stride: 4, resolution: "ORIGINAL" },
    });
  });
  it("keeps one object", () => {
    renderPanel(all);
    fireEvent.click(screen.getByRole("radio", { name: "Chosen" }));
    const box = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name });
    fireEvent.click(box("Object 1"));
    fireEvent.click(box("Object 2"));
    expect([box("Object 1").checked, box("Object 2").checked]).toEqual([false, true]);
  });
});
