/** Saving a session as a file and opening one, with every end that can have. */
import { describe, expect, it } from "vitest";
import { ApiError } from "../api/errors";
import { FakeApi, settled } from "./fakeApi";
import { aJob, anObject, aVideo } from "./fixtures";
import { Gallery } from "./galleryStore";
import { createNotices } from "./notices";
import { isSessionFile } from "./sessionFiles";

const entry = {
  sessionId: "s",
  name: "Dog",
  engine: "flow",
  updatedAt: 1,
  maskedFrames: 5,
  edited: true,
  asleep: false,
  right: "OWN" as const,
  videoPath: "uploads/v.mp4",
  objects: [anObject(0)],
  propagation: null,
};
const wire = { ...entry, createdAt: 1, video: aVideo() };
const anExport = (change: object) => aJob({ jobId: "x", kind: "EXPORT", ...change });
const finished = { state: "DONE", fileName: "Dog-session.masklet", downloadUrl: "/exports/x" };

function galleryWith(jobs: readonly object[], answers: Record<string, () => unknown> = {}) {
  const later = [...jobs];
  const api = new FakeApi({
    startExport: () => ({ startExport: anExport({ state: "QUEUED" }) }),
    job: () => ({ job: anExport(later.shift() ?? {}) }),
    videos: () => ({ videos: { edges: [] } }),
    sessions: () => ({ sessions: [wire, { ...wire, sessionId: "t", name: "Dog copy" }] }),
    server: () => ({ server: { exportFormats: [] } }),
    duplicateSession: () => ({ duplicateSession: { sessionId: "t" } }),
    renameSession: () => ({ renameSession: { sessionId: "s", name: "Cat" } }),
    ...answers,
  });
  const downloads: string[][] = [];
  const shares: (number | undefined)[] = [];
  const notices = createNotices();
  const gallery: Gallery = new Gallery(api, notices, {
    pause: async () => void shares.push(gallery.files.store.getState().saving.get("s")),
    download: (...told) => void downloads.push(told),
  });
  const said = () =>
    notices.store.getState().list.map(({ tone, title, text }) => [tone, title, text].join("|"));
  return { api, gallery, downloads, shares, said };
}

describe("saving", () => {
  it("waits for the export, tells how far it is, and downloads it", async () => {
    const { api, gallery, downloads, shares, said } = galleryWith([{ state: "RUNNING", done: 40 }, finished]);
    const saving = gallery.files.save(entry);
    await gallery.files.save(entry);
    await saving;
    expect(api.calls.filter(([name]) => name === "startExport")).toEqual([
      ["startExport", { input: { sessionId: "s", format: "session", options: "{}" } }],
    ]);
    expect(shares).toEqual([0, 0.4]);
    expect(downloads).toEqual([["/exports/x", "Dog-session.masklet"]]);
    expect(said()[0]).toContain("good|Dog is saved");
    expect(gallery.files.store.getState().saving.size).toBe(0);
  });

  it("says why there is no file", async () => {
    const { gallery, downloads, said } = galleryWith([
      { state: "FAILED", error: { code: "STORAGE_FULL", message: "The disk is full." } },
    ]);
    await gallery.files.save(entry);
    expect(downloads).toEqual([]);
    expect(said()).toEqual(["bad|Dog was not saved|The disk is full."]);
    expect(gallery.files.store.getState().saving.size).toBe(0);
  });
});

describe("opening", () => {
  const file = new File(["zip"], "Mine.MASKLET");
  it("tells session files by their names", () => {
    expect([file, new File([], "a.zip")].map(isSessionFile)).toEqual([true, false]);
  });

  it("sends the file, then shows what is there now", async () => {
    const { api, gallery } = galleryWith([]);
    const opening = gallery.openFile(file);
    api.sendings[0]?.sent(900);
    expect(gallery.files.store.getState().opening).toMatchObject([
      { fileName: "Mine.MASKLET", sentBytes: 3 },
    ]);
    api.sendings[0]?.answer({ openSessionFile: { sessionId: "t" } });
    expect(await opening).toBe("t");
    expect(gallery.files.store.getState().opening).toEqual([]);
    expect(gallery.store.getState().sessions).toHaveLength(2);
  });

  it("keeps the reason of a refusal until it is dismissed", async () => {
    const { api, gallery } = galleryWith([]);
    const opening = gallery.openFile(file);
    api.sendings[0]?.fail(new ApiError("INVALID_INPUT", "This is no session file."));
    expect(await opening).toBeNull();
    expect(gallery.files.store.getState().opening[0]?.problem).toBe("This is no session file.");
    gallery.files.dismiss(1);
    expect(gallery.files.store.getState().opening).toEqual([]);
  });

  it("is broken off", async () => {
    const { api, gallery } = galleryWith([]);
    void gallery.openFile(file);
    gallery.files.dismiss(1);
    expect(api.sendings[0]?.aborted()).toBe(true);
    await settled();
    expect(gallery.files.store.getState().opening).toEqual([]);
  });
});

describe("sessions", () => {
  it("are duplicated and renamed where they stand", async () => {
    const { api, gallery, said } = galleryWith([]);
    await gallery.duplicateSession(entry);
    expect(api.calls[0]).toEqual(["duplicateSession", { input: { sessionId: "s" } }]);
    expect(said()).toEqual(["good|Dog is duplicated|"]);
    await gallery.renameSession("s", "Cat");
    expect(gallery.store.getState().sessions.map(({ name }) => name)).toEqual(["Cat", "Dog copy"]);
  });

  it("say what was not done", async () => {
    const fail = () => {
      throw new ApiError("SESSION_NOT_FOUND", "It is gone.");
    };
    const { gallery, said } = galleryWith([], { duplicateSession: fail, renameSession: fail });
    await gallery.duplicateSession(entry);
    await gallery.renameSession("s", "Cat");
    expect(said()).toEqual([
      "bad|The session was not duplicated|It is gone.",
      "bad|The name was not kept|It is gone.",
    ]);
  });
});
