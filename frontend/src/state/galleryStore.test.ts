/** Opening a clip: with which engine and image size, and when an untouched session is gone on with. */
import { describe, expect, it } from "vitest";
import { FakeApi } from "./fakeApi";
import { aCheckpoint, aNetwork, anEngine, aServer, aVideo } from "./fixtures";
import { Gallery } from "./galleryStore";
import { createNotices } from "./notices";
import { createPreferences } from "./preferences";

const TINY = "sam2.1_hiera_tiny";

const galleryWith = (...engines: readonly string[]) => galleryOf(engines, false);

async function galleryOf(engines: readonly string[], edited: boolean) {
  const network = aNetwork({ checkpoint: aCheckpoint({ state: "READY" }) });
  const video = aVideo();
  const api = new FakeApi({
    videos: () => ({ videos: { edges: [{ node: video }] } }),
    sessions: () => ({
      sessions: engines.map((engine, place) => ({
        sessionId: `${engine}-${place}`,
        name: "Dog",
        engine,
        createdAt: 1,
        updatedAt: 1,
        maskedFrames: 0,
        edited,
        asleep: false,
        right: "OWN",
        video,
        objects: [],
        propagation: null,
      })),
    }),
    server: () => ({ server: aServer(anEngine(), network) }),
    startSession: () => ({ startSession: { sessionId: "new" } }),
  });
  const gallery = new Gallery(api, createNotices());
  await gallery.load();
  api.calls.length = 0;
  return { api, open: (...wanted: [string | null, number | null]) => gallery.open(video.path, ...wanted) };
}

describe("opening a clip", () => {
  it("goes on with an empty session of the same engine and image size, and no other", async () => {
    const { api, open } = await galleryWith("flow", TINY, `${TINY}@512`);
    expect(await open(null, null)).toBe("flow-0");
    expect(await open(TINY, null)).toBe(`${TINY}-1`);
    expect(await open(TINY, 1024)).toBe(`${TINY}-1`);
    expect(await open(TINY, 512)).toBe(`${TINY}@512-2`);
    expect(api.calls).toEqual([]);
    expect(await open(TINY, 768)).toBe("new");
    expect(api.calls).toEqual([
      ["startSession", { input: { path: "uploads/v.mp4", engine: TINY, imageSize: 768 } }],
    ]);
  });

  it("leaves alone a session without objects that has a history", async () => {
    const { api, open } = await galleryOf(["flow"], true);
    expect(await open(null, null)).toBe("new");
    expect(api.calls.map(([name]) => name)).toEqual(["startSession"]);
  });

  it("leaves the choice to the server where a person made none", async () => {
    const { api, open } = await galleryWith(TINY);
    expect(await open(null, null)).toBe("new");
    expect(api.calls[0]?.[1]).toEqual({ input: { path: "uploads/v.mp4", engine: null, imageSize: null } });
  });
});

describe("preferences", () => {
  it("keep the engine and the image size in this browser, and nothing that is none", () => {
    localStorage.clear();
    createPreferences(localStorage).setState({ engine: TINY, imageSize: 512 });
    expect(createPreferences(localStorage).getState()).toMatchObject({
      engine: TINY,
      imageSize: 512,
      notify: false,
      trackScope: "all",
    });
    localStorage.setItem("masklet.preferences", '{"imageSize":"512","engine":7}');
    expect(createPreferences(localStorage).getState()).toMatchObject({
      engine: null,
      imageSize: null,
      notify: false,
      trackScope: "all",
    });
  });
});
