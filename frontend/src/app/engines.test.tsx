/** Engines as a person meets them: the choice, the list with its downloads, and the badge of a session. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ApiError } from "../api/errors";
import type { Checkpoint } from "../domain/checkpoint";
import type { Engine } from "../domain/server";
import { EngineChoice } from "../features/gallery/EngineChoice";
import { settled } from "../state/fakeApi";
import { aCheckpoint, aNetwork, anEngine, aServer } from "../state/fixtures";
import { EngineBadge } from "./EngineBadge";
import { renderInSession } from "./stageSetting";

type Answers = Parameters<typeof renderInSession>[2];

const SMALL = { name: "sam2.1_hiera_small", title: "SAM 2.1 small" };
const tinyWith = (change: Partial<Checkpoint>) => aNetwork({ checkpoint: aCheckpoint(change) });
const smallWith = (change: Partial<Checkpoint> = {}) =>
  aNetwork({ checkpoint: aCheckpoint({ ...SMALL, ...change }) });
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });

function renderChoice(engines: readonly Engine[], answers: Answers = {}) {
  const rendered = renderInSession(
    <EngineChoice />,
    {},
    {
      checkpoints: () => ({ checkpoints: engines.flatMap(({ checkpoint }) => checkpoint ?? []) }),
      ...answers,
    },
  );
  rendered.services.gallery.store.setState({ server: aServer(...engines) });
  return rendered;
}

/** Opens the list; answers its entry of tiny. */
async function openList(): Promise<HTMLElement> {
  fireEvent.click(await screen.findByRole("button", { name: /^Engines/ }));
  return screen.getByRole("listitem", { name: "SAM 2.1 tiny" });
}

describe("the choice of an engine", () => {
  it("is a badge where there is one engine, and says so where none can run", async () => {
    const { services } = renderChoice([anEngine()]);
    await screen.findByText("Engine: Built-in tracker");
    expect(screen.queryByRole("button")).toBeNull();
    services.gallery.store.setState({
      server: aServer(anEngine({ available: false, isDefault: false }), tinyWith({})),
    });
    await screen.findByText("No engine can run here");
    expect(button("Engines")).toBeTruthy();
  });

  it("offers a quality for an engine that can work on smaller images, and keeps it", async () => {
    const { services } = renderChoice([anEngine(), tinyWith({ state: "READY" })]);
    await screen.findByRole("combobox", { name: "Engine for new sessions" });
    expect(screen.queryByRole("combobox", { name: "Quality" })).toBeNull();
    services.preferences.setState({ engine: "sam2.1_hiera_tiny", imageSize: 512 });
    expect((await screen.findByRole("combobox", { name: "Quality" })).textContent).toBe(
      "Fastest, coarsest (512)",
    );
    services.preferences.setState({ imageSize: 640 });
    await waitFor(() =>
      expect(screen.getByRole("combobox", { name: "Quality" }).textContent).toBe("Full (1024)"),
    );
  });
});

describe("the list of engines", () => {
  it("tells of each what it is for, needs, and why it cannot run", async () => {
    renderChoice([anEngine(), tinyWith({ totalBytes: 0 }), smallWith({ state: "PARTIAL", haveBytes: 400 })]);
    const entry = await openList();
    expect(entry.textContent).toContain("the smallest and quickest");
    expect(entry.textContent).toContain("About 2.1 s a frame on this CPU, float32 · Needs a checkpoint");
    expect(entry.textContent).toContain("Its checkpoint is not here.");
    expect(button("Download: SAM 2.1 tiny").disabled).toBe(false);
    expect(button("Go on: SAM 2.1 small")).toBeTruthy();
    expect(screen.getByText(/400 B of 1000 B of the checkpoint here/)).toBeTruthy();
    expect(screen.getByRole("listitem", { name: "Built-in tracker" }).textContent).toContain("Chosen");
  });

  it("downloads one at a time, with progress, and cancels", async () => {
    const { services, api } = renderChoice([anEngine(), tinyWith({}), smallWith()], {
      startCheckpointDownload: () => ({
        startCheckpointDownload: aCheckpoint({ state: "DOWNLOADING", haveBytes: 250 }),
      }),
      cancelCheckpointDownload: () => ({
        cancelCheckpointDownload: aCheckpoint({ state: "PARTIAL", haveBytes: 250 }),
      }),
    });
    const entry = await openList();
    fireEvent.click(button("Download: SAM 2.1 tiny"));
    const bar = await within(entry).findByRole("progressbar", { name: "Downloading SAM 2.1 tiny" });
    expect(bar.getAttribute("aria-valuenow")).toBe("25");
    expect(entry.textContent).toContain("250 B of 1000 B · 25 %");
    const waiting = button("Download: SAM 2.1 small");
    expect(waiting.disabled).toBe(true);
    const why = document.getElementById(waiting.getAttribute("aria-describedby") ?? "");
    expect(why?.textContent).toContain("SAM 2.1 tiny is being downloaded. One at a time");
    fireEvent.click(button("Cancel: SAM 2.1 tiny"), { detail: 2 });
    expect(api.calls.map(([name]) => name)).not.toContain("cancelCheckpointDownload");
    fireEvent.click(button("Cancel: SAM 2.1 tiny"));
    await screen.findByRole("button", { name: "Go on: SAM 2.1 tiny" });
    services.gallery.heardOf([aCheckpoint({ state: "VERIFYING", haveBytes: 1000 })]);
    await within(entry).findByText("All of it came; checking that it is right…");
    expect(within(entry).getByRole("progressbar").getAttribute("aria-valuenow")).toBeNull();
    const before = api.calls.length;
    fireEvent.click(button("Verifying…: SAM 2.1 tiny"));
    expect(api.calls).toHaveLength(before);
  });

  it("is used at once when it is ready", async () => {
    const { services } = renderChoice([anEngine(), tinyWith({ state: "READY" })]);
    await openList();
    fireEvent.click(button("Use: SAM 2.1 tiny"));
    expect(services.preferences.getState().engine).toBe("sam2.1_hiera_tiny");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByRole("combobox", { name: "Engine for new sessions" }).textContent).toBe(
      "SAM 2.1 tiny",
    );
  });

  it("says plainly that there is no network, and how the file comes by hand", async () => {
    const problem = { code: "NETWORK_UNAVAILABLE", message: "There is no network." };
    const { api } = renderChoice([anEngine(), tinyWith({ problem })], {
      server: () => ({ server: aServer(anEngine(), tinyWith({ state: "READY" })) }),
    });
    const entry = await openList();
    expect(within(entry).getByRole("alert").textContent).toBe(
      "There is no network.By hand: copy sam2.1_hiera_tiny.pt into the server's checkpoints folder, then press Look again.",
    );
    expect(button("Try again: SAM 2.1 tiny")).toBeTruthy();
    fireEvent.click(button("Look again"));
    await screen.findByRole("button", { name: "Use: SAM 2.1 tiny" });
    expect(api.calls.at(-1)?.[0]).toBe("server");
  });

  it.each([
    ["DOWNLOAD_RUNNING", "A checkpoint is being downloaded already."],
    ["CHECKPOINT_NOT_FOUND", "Nobody published a checkpoint of this name."],
    ["STORAGE_FULL", "The disk of the server is full."],
  ] as const)("says why a download was refused: %s", async (code, message) => {
    renderChoice([anEngine(), tinyWith({})], {
      startCheckpointDownload: () => {
        throw new ApiError(code, message);
      },
    });
    await openList();
    fireEvent.click(button("Download: SAM 2.1 tiny"));
    expect((await screen.findByRole("alert")).textContent).toBe(message);
    await settled();
  });

  it("offers to fetch a damaged file anew", async () => {
    const problem = { code: "CHECKPOINT_UNREADABLE", message: "The file is cut off." };
    renderChoice([anEngine(), tinyWith({ state: "DAMAGED", haveBytes: 900, problem })]);
    const entry = await openList();
    expect(within(entry).getByRole("alert").textContent).toBe("The file is cut off.");
    expect(entry.textContent).toContain("Checkpoint damaged");
    expect(button("Try again: SAM 2.1 tiny")).toBeTruthy();
  });
});

describe("the badge of a session", () => {
  it("tells engine, image size, device and precision", async () => {
    const { services } = renderInSession(<EngineBadge />, { engine: "sam2.1_hiera_tiny@512" });
    expect(screen.getByText("sam2.1_hiera_tiny, 512 px")).toBeTruthy();
    services.gallery.store.setState({ server: aServer(anEngine(), tinyWith({ state: "READY" })) });
    const badge = await screen.findByText("SAM 2.1 tiny, 512 px on CPU, float32");
    const title = () => badge.closest("[title]")?.getAttribute("title");
    expect(title()).toBe(
      "SAM 2.1 tiny, 512 px on CPU, float32. A trained network that segments and tracks anything: the smallest and " +
        "quickest of its four sizes. Quality: Fastest, coarsest (512).",
    );
    services.gallery.store.setState({ server: aServer(anEngine(), tinyWith({})) });
    await waitFor(() => expect(title()).toContain("Its checkpoint is not here."));
  });
});
