/** Downloads of checkpoints from the first press to an engine that can be chosen, with everything that may happen on the way. */
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../api/errors";
import type { Checkpoint } from "../domain/checkpoint";
import { Checkpoints } from "./checkpoints";
import { FakeApi, settled } from "./fakeApi";
import { aCheckpoint, aNetwork, anEngine, aServer } from "./fixtures";
import { Gallery } from "./galleryStore";
import { createNotices, type NoticeBoard } from "./notices";

const TINY = "sam2.1_hiera_tiny";
const small = aCheckpoint({ name: "sam2.1_hiera_small", title: "SAM 2.1 small" });

describe("Checkpoints", () => {
  let api: FakeApi;
  let gallery: Gallery;
  let notices: NoticeBoard;
  let checkpoints: Checkpoints;
  let next: (ms?: number) => Promise<void>;
  /** What the server knows of tiny. */
  let tiny: Checkpoint;

  beforeEach(async () => {
    tiny = aCheckpoint();
    api = new FakeApi({
      server: () => ({
        server: aServer(anEngine(), ...[tiny, small].map((one) => aNetwork({ checkpoint: one }))),
      }),
      checkpoints: () => ({ checkpoints: [tiny, small] }),
      startCheckpointDownload: () => {
        tiny = aCheckpoint({ state: "DOWNLOADING", haveBytes: 100 });
        return { startCheckpointDownload: tiny };
      },
      cancelCheckpointDownload: () => {
        tiny = aCheckpoint({ state: "PARTIAL", haveBytes: 400 });
        return { cancelCheckpointDownload: tiny };
      },
    });
    notices = createNotices();
    gallery = new Gallery(api, notices);
    let time = 0;
    const waiting: (() => void)[] = [];
    next = async (ms = 1000) => {
      time += ms;
      for (const go of waiting.splice(0)) go();
      await settled();
    };
    checkpoints = new Checkpoints(api, gallery, notices, {
      pause: () => new Promise((resolve) => waiting.push(resolve)),
      now: () => time,
    });
    await gallery.loadServer();
    api.calls.length = 0;
  });

  const engine = () => gallery.store.getState().server?.engines.find(({ name }) => name === TINY);
  const asked = () => api.calls.map(([name]) => name);
  const said = () => notices.store.getState().list.map(({ tone, title, text }) => [tone, title, text]);

  it("asks nothing while nothing is on its way", async () => {
    await next();
    expect(asked()).toEqual([]);
  });

  it("follows a download until it is verified, then fetches the engines again and tells", async () => {
    await checkpoints.start(TINY);
    expect(engine()?.checkpoint).toMatchObject({ state: "DOWNLOADING", haveBytes: 100 });
    await next();
    tiny = aCheckpoint({ state: "DOWNLOADING", haveBytes: 300 });
    await next();
    expect(checkpoints.store.getState().pace?.bytesPerSec).toBe(200);
    tiny = aCheckpoint({ state: "VERIFYING", haveBytes: 1000 });
    await next();
    expect(engine()?.checkpoint?.state).toBe("VERIFYING");
    tiny = aCheckpoint({ state: "READY", haveBytes: 1000 });
    await next();
    expect(engine()?.available).toBe(true);
    expect(said()).toEqual([["good", "SAM 2.1 tiny is ready", "New sessions can use it."]]);
    expect(asked().filter((name) => name === "server")).toHaveLength(1);
    const before = asked().length;
    await next();
    expect(asked()).toHaveLength(before);
    expect(checkpoints.store.getState().pace).toBeNull();
  });

  it("goes on following after a reload", async () => {
    tiny = aCheckpoint({ state: "DOWNLOADING", haveBytes: 500 });
    await gallery.refreshServer();
    await next();
    expect(asked()).toEqual(["server", "checkpoints"]);
  });

  it("stops following what was cancelled, and keeps what came", async () => {
    await checkpoints.start(TINY);
    await checkpoints.cancel(TINY);
    expect(engine()?.checkpoint).toMatchObject({ state: "PARTIAL", haveBytes: 400 });
    await next();
    await next();
    expect(asked().filter((name) => name === "checkpoints").length).toBeLessThanOrEqual(1);
    expect(said()).toEqual([]);
  });

  it("does not believe an answer that left before the download began", async () => {
    let late: (answer: object) => void = () => undefined;
    api.answers.checkpoints = () =>
      new Promise((resolve) => {
        late = resolve;
      });
    checkpoints.show(true);
    await checkpoints.start(TINY);
    late({ checkpoints: [aCheckpoint(), small] });
    await settled();
    expect(engine()?.checkpoint?.state).toBe("DOWNLOADING");
  });

  it.each([
    ["NETWORK_UNAVAILABLE", "There is no network."],
    ["CHECKPOINT_UNREADABLE", "What came is no such checkpoint."],
    ["STORAGE_FULL", "The disk is full."],
  ])("tells a failure with %s, unless the list that shows it is open", async (code, message) => {
    await checkpoints.start(TINY);
    tiny = aCheckpoint({ problem: { code, message } });
    await next();
    expect(said()).toEqual([["bad", "SAM 2.1 tiny was not downloaded", message]]);
    notices.dismiss(1);
    checkpoints.show(true);
    await checkpoints.start(TINY);
    tiny = aCheckpoint({ problem: { code, message } });
    await next();
    expect(said()).toEqual([]);
    expect(engine()?.checkpoint?.problem?.message).toBe(message);
  });

  it("says why a download was refused, and shows the one that runs", async () => {
    api.answers.startCheckpointDownload = () => {
      throw new ApiError("DOWNLOAD_RUNNING", "SAM 2.1 tiny is being downloaded already; one at a time.");
    };
    tiny = aCheckpoint({ state: "DOWNLOADING" });
    await checkpoints.start(small.name);
    await settled();
    expect(checkpoints.store.getState().refusals.get(small.name)).toContain("one at a time");
    expect(engine()?.checkpoint?.state).toBe("DOWNLOADING");
    expect(checkpoints.store.getState().asking).toBeNull();
  });

  it("keeps asking while the server does not answer, and says so", async () => {
    await checkpoints.start(TINY);
    const answer = api.answers.checkpoints;
    api.answers.checkpoints = () => {
      throw new ApiError("OFFLINE", "The server does not answer.");
    };
    await next();
    expect(checkpoints.store.getState().problem).toBe("The server does not answer.");
    if (answer) api.answers.checkpoints = answer;
    await next();
    expect(checkpoints.store.getState().problem).toBeNull();
  });

  it("does not call ready what cannot run yet", async () => {
    api.answers.server = () => ({
      server: aServer(anEngine(), aNetwork({ checkpoint: tiny, available: false, reason: "No device." })),
    });
    tiny = aCheckpoint({ state: "READY", haveBytes: 1000 });
    checkpoints.show(true);
    await settled();
    await settled();
    expect(engine()).toMatchObject({ available: false, reason: "No device." });
    expect(said()).toEqual([]);
    expect(asked()).toEqual(["checkpoints", "server"]);
  });

  it("hears of a file that was copied by hand when the list is opened", async () => {
    tiny = aCheckpoint({ state: "READY", haveBytes: 1000 });
    checkpoints.show(true);
    await settled();
    await settled();
    expect(engine()?.available).toBe(true);
  });
});
