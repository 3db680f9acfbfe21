/** Movies in the export panel: where they are made, how far one is, and the way on where it failed. */
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { objectId } from "../domain/clip";
import { ExportPanel } from "../features/export/ExportPanel";
import type { BrowserMovie } from "../state/browserExport";
import { aJob, aServer } from "../state/fixtures";
import { renderInSession } from "./stageSetting";

const mp4 = { name: "mp4", title: "MP4 video", description: "The clip.", suffix: ".mp4", options: [] };
const aMovie: BrowserMovie = {
  sessionId: "s",
  fileName: "Dog.mp4",
  phase: "running",
  done: 40,
  total: 100,
  looks: [
    { at: 0, done: 20 },
    { at: 2000, done: 40 },
  ],
  silence: null,
  problem: null,
  bytes: 0,
  url: null,
};

function renderPanel(movie: BrowserMovie | null = null) {
  const runs = new Map([[objectId(0), [[0, 9]] as const]]);
  const answers = { startExport: () => ({ startExport: aJob({ kind: "EXPORT", fileName: "Dog.mp4" }) }) };
  const setting = renderInSession(<ExportPanel />, { runs }, answers);
  act(() => {
    setting.services.browserExport.store.setState({ movie });
    setting.services.gallery.store.setState({ server: { ...aServer(), exportFormats: [mp4] } });
  });
  return setting;
}

describe("a movie", () => {
  it("is the server's where the browser has no encoder, and the panel says so", async () => {
    const { api } = renderPanel();
    await screen.findByText(/, so the server does it\.$/);
    fireEvent.click(await screen.findByRole("button", { name: "Export MP4 video" }));
    await waitFor(() => expect(api.calls.map(([name]) => name)).toEqual(["startExport"]));
  });
  it("is made in the browser where it can be, and only in one place at a time", async () => {
    const supported = async () => ({ supported: true });
    vi.stubGlobal(
      "VideoEncoder",
      Object.assign(() => undefined, { isConfigSupported: supported }),
    );
    vi.stubGlobal("OffscreenCanvas", () => undefined);
    const { services } = renderPanel();
    expect(await screen.findByRole("radio", { name: "In this browser", checked: true })).toBeTruthy();
    const summary = screen.getByRole("region", { name: "What is exported" }).textContent;
    expect(summary).toContain("6 × 4, 25 fps, H.264");
    expect(summary).toContain("100 frames, 4.0 s");
    const start = vi.spyOn(services.browserExport, "start").mockResolvedValue();
    fireEvent.click(screen.getByRole("radio", { name: "Part" }));
    fireEvent.change(screen.getByLabelText("To frame"), { target: { value: "49" } });
    fireEvent.blur(screen.getByLabelText("To frame"));
    fireEvent.click(screen.getByRole("button", { name: "Export MP4 video" }));
    expect(start.mock.calls[0]?.[0]).toMatchObject({
      fileName: "Dog-0-49.mp4",
      range: { first: 0, last: 49 },
      encoder: { codec: "avc", parameters: "avc1.64001f" },
      withSound: true,
    });
    services.browserExport.store.setState({ movie: aMovie });
    await waitFor(() =>
      expect(screen.getByRole<HTMLButtonElement>("button", { name: "Export MP4 video" }).disabled).toBe(true),
    );
    vi.unstubAllGlobals();
  });
  it("tells frames, rate and time left, and can be cancelled", () => {
    const { services } = renderPanel(aMovie);
    expect(screen.getByText("Frame 40 of 100 · 10.0 fps · 6 s left")).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: /in this browser/ }).getAttribute("aria-valuenow")).toBe(
      "40",
    );
    const cancel = vi.spyOn(services.browserExport, "cancel");
    fireEvent.click(screen.getByRole("button", { name: "Cancel export" }));
    expect(cancel).toHaveBeenCalledOnce();
  });
  it("can be had again, says what it lacks, and is taken off the list", async () => {
    const { services } = renderPanel({ ...aMovie, phase: "done", url: "blob:1", silence: "no-encoder" });
    expect(screen.getByRole("link", { name: "Download" }).getAttribute("download")).toBe("Dog.mp4");
    expect(screen.getByText(/^Without sound/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Remove Dog.mp4 from the list" }));
    expect(services.browserExport.store.getState().movie).toBeNull();
  });
  it("is handed to the server where the browser failed", async () => {
    const { api, services } = renderPanel({
      ...aMovie,
      phase: "failed",
      problem: { code: "ENCODING_FAILED", message: "The encoder gave up." },
    });
    expect(screen.getByRole("alert").textContent).toContain("The encoder gave up.");
    fireEvent.click(screen.getByRole("button", { name: "Export on the server" }));
    await waitFor(() => expect(api.calls.map(([name]) => name)).toEqual(["startExport"]));
    expect(services.browserExport.store.getState().movie).toBeNull();
  });
});
