/** Uploads from the first byte to the gallery, with everything that may happen on the way. */
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../api/errors";
import type { Video } from "../domain/video";
import { FakeApi, settled } from "./fakeApi";
import { aVideo } from "./fixtures";
import { newUploadId, tabMemory } from "./uploadIds";
import { Uploads } from "./uploads";

const limits = {
  maxUploadBytes: 1000,
  maxDurationSec: 600,
  maxObjects: 64,
  maxPoints: 1000,
  keepDeletedSec: 86400,
};
const file = (name: string, size = 10) => new File(["x".repeat(size)], name);
const progress = (change: object) => ({
  uploadProgress: {
    uploadId: "u",
    fileName: "a.mp4",
    state: "RECEIVING",
    receivedBytes: 0,
    totalBytes: null,
    preparedFrames: 0,
    totalFrames: 0,
    durationSec: null,
    video: null,
    error: null,
    ...change,
  },
});

describe("Uploads", () => {
  let api: FakeApi;
  let ready: Video[];
  let next: () => Promise<void>;
  let uploads: Uploads;
  let memory: ReturnType<typeof tabMemory>;

  beforeEach(() => {
    sessionStorage.clear();
    memory = tabMemory(sessionStorage);
    ready = [];
    const waiting: (() => void)[] = [];
    next = async () => {
      for (const go of waiting.splice(0)) go();
      await settled();
    };
    api = new FakeApi({ uploadProgress: () => progress({}) });
    uploads = new Uploads(api, {
      memory,
      pause: () => new Promise((resolve) => waiting.push(resolve)),
      onReady: (video) => ready.push(video),
    });
  });
  const items = () => uploads.store.getState().items;

  it("sends, prepares, and hands the clip over", async () => {
    uploads.add(file("a.mp4"), limits);
    expect(memory.read()).toHaveLength(1);
    api.sendings[0]?.sent(4);
    expect(items()[0]).toMatchObject({ phase: "sending", sentBytes: 4, totalBytes: 10 });
    api.sendings[0]?.sent(400);
    await settled();
    api.answers.uploadProgress = () => progress({ state: "PREPARING", preparedFrames: 3, totalFrames: 9 });
    await next();
    expect(items()[0]).toMatchObject({ phase: "preparing", preparedFrames: 3, totalFrames: 9 });
    api.sendings[0]?.answer({ uploadVideo: aVideo() });
    await settled();
    expect(items()).toEqual([]);
    expect(ready.map(({ title }) => title)).toEqual(["Dog"]);
    expect(memory.read()).toEqual([]);
  });

  it("sends two at a time, the third when one is done", async () => {
    for (const name of ["a.mp4", "b.mp4", "c.mp4"]) uploads.add(file(name), limits);
    expect(items().map(({ phase }) => phase)).toEqual(["sending", "sending", "waiting"]);
    api.sendings[0]?.answer({ uploadVideo: aVideo() });
    await settled();
    expect(api.sendings.map((sending) => sending.file.name)).toEqual(["a.mp4", "b.mp4", "c.mp4"]);
  });

  it("refuses what is too large before a byte is sent", () => {
    uploads.add(file("large.mp4", 1001), limits);
    expect(api.sendings).toHaveLength(0);
    expect(items()[0]).toMatchObject({ phase: "failed", canRetry: false });
    expect(items()[0]?.problem).toMatch(/up to 1000 B/);
  });

  it("asks for a range and prepares the part", async () => {
    api.answers.uploadProgress = () => progress({ state: "NEEDS_RANGE", durationSec: 1500 });
    api.answers.prepareUpload = () => ({ prepareUpload: aVideo({ title: "Part" }) });
    uploads.add(file("long.mov"), limits);
    api.sendings[0]?.fail(new ApiError("LIMIT_EXCEEDED", "Too long."));
    await settled();
    expect(items()[0]).toMatchObject({ phase: "needs-range", durationSec: 1500 });
    const { uploadId = "" } = items()[0] ?? {};
    uploads.chooseRange(uploadId, 60, 300);
    await settled();
    expect(api.calls.find(([name]) => name === "prepareUpload")?.[1]).toEqual({
      uploadId,
      startTimeSec: 60,
      durationTimeSec: 300,
    });
    expect(ready.map(({ title }) => title)).toEqual(["Part"]);
  });

  it("keeps the sentence of a failure, and begins anew with another id", async () => {
    api.answers.uploadProgress = () => progress({ state: "FAILED" });
    uploads.add(file("notes.txt"), limits);
    api.sendings[0]?.fail(new ApiError("VIDEO_UNREADABLE", "This file is no video."));
    await settled();
    const [failed] = items();
    expect(failed).toMatchObject({ phase: "failed", problem: "This file is no video." });
    expect(memory.read()).toEqual([]);
    uploads.retry(failed?.uploadId ?? "");
    expect(items()).toHaveLength(1);
    expect(items()[0]?.uploadId).not.toBe(failed?.uploadId);
    expect(items()[0]?.phase).toBe("sending");
  });

  it("stops sending when dismissed", async () => {
    uploads.add(file("a.mp4"), limits);
    uploads.dismiss(items()[0]?.uploadId ?? "");
    expect(api.sendings[0]?.aborted()).toBe(true);
    api.sendings[0]?.fail(new ApiError("ABORTED", "stopped"));
    await settled();
    expect(items()).toEqual([]);
  });

  it("finds after a reload what was being prepared", async () => {
    memory.write(["before"]);
    api.answers.uploadProgress = () => progress({ state: "PREPARING", preparedFrames: 5, totalFrames: 10 });
    uploads.resume();
    await settled();
    expect(items()[0]).toMatchObject({ uploadId: "before", fileName: "a.mp4", phase: "preparing" });
    api.answers.uploadProgress = () => progress({ state: "READY", video: aVideo() });
    await next();
    expect(items()).toEqual([]);
    expect(ready).toHaveLength(1);
  });

  it("says that an upload was interrupted when the server knows nothing of it after a reload", async () => {
    memory.write(["cut"]);
    api.answers.uploadProgress = () => Promise.reject(new ApiError("UPLOAD_NOT_FOUND", "?"));
    uploads.resume();
    await settled();
    expect(items()[0]).toMatchObject({ phase: "failed", canRetry: false });
    expect(memory.read()).toEqual([]);
  });
});

describe("newUploadId", () => {
  it("makes UUIDs without crypto.randomUUID too", () => {
    const original = crypto.randomUUID;
    Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
    const ids = [newUploadId(), newUploadId()];
    Object.defineProperty(crypto, "randomUUID", { value: original, configurable: true });
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });
});
