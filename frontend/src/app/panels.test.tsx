/** The panels as a person meets them: names, roles, and what a press does. */
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { layerOf } from "../effects/stack";
import { EffectsPanel } from "../features/effects/EffectsPanel";
import { ExportJobs } from "../features/export/ExportJobs";
import { UploadCard } from "../features/gallery/UploadCard";
import { ObjectsPanel } from "../features/objects/ObjectsPanel";
import { HintLine } from "../features/stage/HintLine";
import { TrackBar } from "../features/timeline/TrackBar";
import { aJob, anObject } from "../state/fixtures";
import { newUpload } from "../state/uploadState";
import { renderInSession } from "./stageSetting";

const prompts = [
  {
    objectId: objectId(0),
    frameIndex: frameIndex(0),
    points: [{ x: 0.5, y: 0.5, label: 1 as const }],
    box: null,
    hasMask: false,
  },
];
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });

describe("tracking", () => {
  it("waits for a first prompt, then starts from the frame that is shown", async () => {
    const { workspace, api } = renderInSession(
      <TrackBar />,
      {},
      {
        startPropagation: () => ({ startPropagation: aJob({ state: "RUNNING", done: 3, total: 60 }) }),
      },
    );
    expect(button("Track forward").disabled).toBe(true);
    const { session } = workspace.server.getState();
    workspace.server.setState({ session: session && { ...session, prompts } });
    workspace.stage.setState({ frame: frameIndex(12) });
    await waitFor(() => expect(button("Track both ways").disabled).toBe(false));
    fireEvent.click(button("Track both ways"));
    await screen.findByText(/Tracking 3 of 60/);
    expect(api.calls[0]).toEqual([
      "startPropagation",
      { input: { sessionId: "s", startFrameIndex: 12, direction: "BOTH" } },
    ]);
  });

  it("tells frames, rate and time left, and can be cancelled", async () => {
    const propagation = aJob({ state: "RUNNING", done: 34, total: 120, rate: 6.24 });
    const { api } = renderInSession(
      <TrackBar />,
      { propagation, prompts },
      {
        cancelPropagation: () => ({ cancelPropagateInVideo: { success: true } }),
      },
    );
    expect(screen.getByRole("status").textContent).toBe("Tracking 34 of 120 · 6.2 fps · 14 s left");
    fireEvent.click(button("Cancel tracking"));
    await waitFor(() => expect(api.calls.map(([name]) => name)).toEqual(["cancelPropagation"]));
  });

  it("offers to track again after a correction", async () => {
    const { workspace, api } = renderInSession(
      <HintLine />,
      { propagation: aJob({ state: "DONE" }), prompts },
      { startPropagation: () => ({ startPropagation: aJob({ state: "QUEUED", createdAt: 9 }) }) },
    );
    workspace.stage.setState({ decoder: "webcodecs", corrected: true });
    fireEvent.click(await screen.findByRole("button", { name: "Track again" }));
    await waitFor(() => expect(api.calls).toHaveLength(1));
    expect(workspace.stage.getState().corrected).toBe(false);
  });
});

describe("objects", () => {
  const objects = [anObject(0), anObject(1, { name: "Cat" })];

  it("are chosen, hidden and shown", async () => {
    const { workspace } = renderInSession(<ObjectsPanel />, { objects });
    fireEvent.click(button("Select Cat"));
    expect(workspace.stage.getState().selected).toBe(1);
    fireEvent.click(button("Hide Cat"));
    expect([...workspace.stage.getState().hidden]).toEqual([1]);
    fireEvent.click(await screen.findByRole("button", { name: "Show Cat" }));
    expect(workspace.stage.getState().hidden.size).toBe(0);
  });

  it("are renamed where they stand", async () => {
    const { workspace, api } = renderInSession(
      <ObjectsPanel />,
      { objects },
      {
        updateObject: ({ input }) => ({ updateObject: { ...anObject(0), ...(input as { name: string }) } }),
      },
    );
    workspace.stage.setState({ selected: objectId(0) });
    fireEvent.click(await screen.findByRole("button", { name: "Rename Object 1" }));
    const field = screen.getByRole("textbox", { name: "Name of Object 1" });
    fireEvent.change(field, { target: { value: "Dog" } });
    fireEvent.keyDown(field, { key: "Enter" });
    await screen.findByRole("button", { name: "Rename Dog" });
    expect(api.calls[0]?.[1]).toEqual({ input: { sessionId: "s", objectId: 0, name: "Dog" } });
  });

  it("are deleted only after a second press that says what goes with them", async () => {
    const runs = new Map([[objectId(1), [[0, 9]] as const]]);
    const { api } = renderInSession(
      <ObjectsPanel />,
      { objects, runs },
      { removeObject: () => ({ removeObject: [] }) },
    );
    fireEvent.click(button("Delete Cat"));
    expect(screen.getByText("Delete Cat, its prompts and 10 masks?")).toBeTruthy();
    expect(api.calls).toHaveLength(0);
    fireEvent.click(button("Delete object"));
    await waitFor(() => expect(api.calls[0]?.[0]).toBe("removeObject"));
  });
});

describe("effects", () => {
  it("change the setting that the picture shows", () => {
    const { workspace } = renderInSession(<EffectsPanel />);
    fireEvent.click(screen.getByRole("button", { name: "Add effect" }));
    fireEvent.click(screen.getByRole("button", { name: "Erase" }));
    const layer = workspace.stage.getState().effects.at(-1);
    expect(layer?.effect).toMatchObject({ name: "erase", values: { grow: 0 } });
  });
});

describe("a layer whose objects are gone", () => {
  it("can be given to the one that is left", () => {
    const { workspace } = renderInSession(<EffectsPanel />, { objects: [anObject(0, { name: "Dog" })] });
    expect(screen.queryByRole("button", { name: "Dog" })).toBeNull();
    act(() => workspace.stage.setState({ effects: [{ ...layerOf("a", "blur"), objectIds: [] }] }));
    fireEvent.click(screen.getByRole("button", { name: "Blur" }));
    fireEvent.click(screen.getByRole("button", { name: "Dog" }));
    expect(workspace.stage.getState().effects[0]?.objectIds).toEqual([0]);
  });
});

describe("exports", () => {
  it("show progress, then a download, and a failure in a sentence", () => {
    renderInSession(<ExportJobs />, {
      exports: [
        aJob({ jobId: "a", kind: "EXPORT", state: "RUNNING", done: 4, total: 9, fileName: "a.mp4" }),
        aJob({
          jobId: "b",
          kind: "EXPORT",
          state: "DONE",
          fileName: "b.json",
          downloadUrl: "/exports/b",
          manifestUrl: "/exports/b/manifest",
        }),
        aJob({
          jobId: "c",
          kind: "EXPORT",
          state: "FAILED",
          fileName: "c.zip",
          error: { code: "STORAGE_FULL", message: "The disk is full." },
        }),
      ],
    });
    expect(screen.getByText("Frame 4 of 9")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Download" }).getAttribute("href")).toBe("/exports/b");
    const manifest = screen.getByRole("link", {
      name: "Manifest of b.json: objects, frames, sizes and prompts",
    });
    expect(manifest.getAttribute("href")).toBe("/exports/b/manifest");
    expect(screen.getByRole("alert").textContent).toBe("The disk is full.");
  });
});

describe("an upload", () => {
  it("is shown in words at each step", () => {
    const item = newUpload("u", "dog.mp4", 2048);
    renderInSession(
      <ul>
        <UploadCard item={{ ...item, uploadId: "a", phase: "sending", sentBytes: 1024 }} />
        <UploadCard
          item={{ ...item, uploadId: "b", phase: "preparing", preparedFrames: 7, totalFrames: 90 }}
        />
        <UploadCard item={{ ...item, uploadId: "c", phase: "failed", problem: "This file is no video." }} />
        <UploadCard item={{ ...item, uploadId: "d", phase: "needs-range", durationSec: 1500 }} />
      </ul>,
    );
    expect(screen.getByText("Sending 1.0 KB of 2.0 KB")).toBeTruthy();
    expect(screen.getByText("Preparing frame 7 of 90")).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("This file is no video.");
    expect(button("Try again")).toBeTruthy();
    expect(screen.getByText("25:00 long; a clip can be up to 10:00. Which part?")).toBeTruthy();
    expect(button("Prepare 0:00 to 10:00")).toBeTruthy();
  });
});
