/** The feed against a server that speaks, breaks and comes back. */
import { beforeEach, describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { ApiError, offline } from "../api/errors";
import { frameIndex, objectId } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import type { Clock } from "./clock";
import { FakeApi, settled } from "./fakeApi";
import { wireSession } from "./fixtures";
import { SessionFeed } from "./sessionFeed";
import { emptyState, type SessionState } from "./sessionState";

const wireFrame = (frame: number, counts = "91>") => ({
  frameIndex: frame,
  rleMaskList: [{ objectId: 0, objectScore: 1, rleMask: { size: [4, 6], counts } }],
});
const masksEvent = (cursor: number, frame: number, counts?: string) => ({
  sessionEvents: { __typename: "FrameMasksChanged", cursor, frame: wireFrame(frame, counts) },
});

const PULSE_MS = 15_000;

/** Time that stands still until it is told to pass. */
class StillClock implements Clock {
  readonly waits: number[] = [];
  #due: (() => void)[] = [];
  after(milliseconds: number, call: () => void): () => void {
    // The pulse of the stream has tests of its own.
    if (milliseconds === PULSE_MS) return () => undefined;
    this.waits.push(milliseconds);
    this.#due.push(call);
    return () => {
      this.#due = this.#due.filter((other) => other !== call);
    };
  }
  onWake(): () => void {
    return () => undefined;
  }
  async pass(): Promise<void> {
    const due = this.#due;
    this.#due = [];
    for (const call of due) call();
    await settled();
  }
}

class Sink {
  readonly shown = new Map<number, string>();
  readonly cleared: (readonly number[] | undefined)[] = [];
  setMasks(frames: readonly FrameMasks[]): void {
    for (const { frameIndex: frame, masks } of frames) this.shown.set(frame, masks[0]?.rle.counts ?? "");
  }
  clearMasks(objectIds?: readonly number[]): void {
    this.cleared.push(objectIds);
    this.shown.clear();
  }
}

describe("SessionFeed", () => {
  let api: FakeApi;
  let clock: StillClock;
  let sink: Sink;
  const store = createStore<SessionState>(() => emptyState);
  const problems: string[] = [];

  const start = async (): Promise<SessionFeed> => {
    const listener = {
      onEvents: () => undefined,
      onProblem: (problem: string) => void problems.push(problem),
    };
    const feed = new SessionFeed(api, store, "s", listener, clock);
    await feed.load();
    return feed;
  };

  beforeEach(() => {
    api = new FakeApi({
      session: () => wireSession(),
      masklets: ({ startFrame }) => ({ masklets: [wireFrame(Number(startFrame))] }),
    });
    clock = new StillClock();
    sink = new Sink();
    problems.length = 0;
    store.setState(emptyState, true);
  });

  it("reads the session, fetches only pages that hold masks, and follows from the cursor", async () => {
    const feed = await start();
    expect(store.getState()).toMatchObject({ phase: "open", session: { cursor: 10, name: "Dog" } });
    feed.follow(sink);
    await settled();
    expect([...sink.shown.keys()]).toEqual([0, 120]);
    expect(store.getState().masksLoading).toBe(false);
    expect(api.streams[0]?.variables).toEqual({ sessionId: "s", after: 10 });
  });

  it("changes the screen once for a burst, and ignores what it has seen", async () => {
    const feed = await start();
    feed.follow(sink);
    await settled();
    let changes = 0;
    const end = store.subscribe(() => {
      changes += 1;
    });
    const [stream] = api.streams;
    for (let frame = 200; frame < 230; frame++) stream?.push(masksEvent(frame, frame));
    stream?.push(masksEvent(229, 299));
    await clock.pass();
    end();
    expect(changes).toBe(1);
    expect(store.getState().session?.runs.get(objectId(0))).toEqual([
      [0, 130],
      [200, 229],
    ]);
    expect(sink.shown.has(frameIndex(299))).toBe(false);
  });

  it("does not let an older page overwrite newer masks", async () => {
    let release: (value: unknown) => void = () => undefined;
    api.answers.masklets = ({ startFrame }) =>
      startFrame === 0
        ? new Promise((resolve) => {
            release = resolve;
          })
        : { masklets: [] };
    const feed = await start();
    feed.follow(sink);
    await settled();
    api.streams[0]?.push(masksEvent(11, 5, "newer"));
    await clock.pass();
    release({ masklets: [wireFrame(4, "stored"), wireFrame(5, "stored")] });
    await settled();
    expect([sink.shown.get(4), sink.shown.get(5)]).toEqual(["stored", "newer"]);
  });

  it("fetches a page again when an object went while it was on its way", async () => {
    const releases: ((value: unknown) => void)[] = [];
    api.answers.masklets = () => new Promise((resolve) => releases.push(resolve));
    const feed = await start();
    feed.follow(sink);
    await settled();
    api.streams[0]?.push({
      sessionEvents: { __typename: "ObjectsChanged", cursor: 11, objects: [], prompts: [] },
    });
    await clock.pass();
    expect(sink.cleared).toEqual([[0]]);
    releases[0]?.({ masklets: [wireFrame(0, "gone")] });
    await settled();
    expect(sink.shown.size).toBe(0);
    expect(releases).toHaveLength(2);
  });

  it("says that it reconnects, waits longer each time, and goes on from its cursor", async () => {
    const feed = await start();
    feed.follow(sink);
    await settled();
    api.streams[0]?.push(masksEvent(15, 140));
    api.streams[0]?.end(offline());
    expect(store.getState().connection).toBe("reconnecting");
    api.answers.session = () => Promise.reject(offline());
    await clock.pass();
    await clock.pass();
    const video = store.getState().session?.video;
    api.answers.session = () => wireSession({ name: "Renamed", cursor: 40 });
    await clock.pass();
    expect(clock.waits.filter((wait) => wait >= 500)).toEqual([500, 1000, 2000]);
    expect(store.getState()).toMatchObject({ connection: "live", session: { name: "Renamed" } });
    expect(store.getState().session?.video).toBe(video);
    expect(api.streams[1]?.variables).toEqual({ sessionId: "s", after: 15 });
  });

  it("starts from the server's cursor when the server counts anew", async () => {
    const feed = await start();
    feed.follow(sink);
    await settled();
    api.answers.session = () => wireSession({ cursor: 2 });
    api.streams[0]?.end(null);
    await clock.pass();
    expect(api.streams[1]?.variables).toEqual({ sessionId: "s", after: 2 });
  });

  it("says when the session was deleted, or could not be read", async () => {
    const feed = await start();
    feed.follow(sink);
    api.streams[0]?.end(new ApiError("SESSION_NOT_FOUND", "gone"));
    expect(store.getState().phase).toBe("deleted");
    api.answers.session = () => Promise.reject(new ApiError("OFFLINE", "The server does not answer."));
    await start();
    expect(store.getState()).toMatchObject({ phase: "failed", problem: "The server does not answer." });
    api.answers.session = () => Promise.reject(new ApiError("SESSION_NOT_FOUND", "gone"));
    await start();
    expect(store.getState().phase).toBe("deleted");
  });

  it("tells of masks that cannot be fetched", async () => {
    api.answers.masklets = () => Promise.reject(new ApiError("INTERNAL", "Something broke."));
    const feed = await start();
    feed.follow(sink);
    await settled();
    expect(problems).toContain("Something broke.");
    expect(store.getState().masksLoading).toBe(false);
  });

  it("stops following when told", async () => {
    const feed = await start();
    const stop = feed.follow(sink);
    await settled();
    stop();
    expect(api.streams[0]?.stopped()).toBe(true);
  });
});
