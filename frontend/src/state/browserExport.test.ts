/** A movie's life in the browser: where it goes, how far it is, how it ends. */

import { describe, expect, it } from "vitest";
import { offline } from "../api/errors";
import { frameIndex } from "../domain/clip";
import { defaultStack } from "../effects/layers";
import type { MovieEnd, MovieHost, StartMovie } from "../worker/movie";
import { BrowserExport, type BrowserMovie, isMaking, type MovieWish } from "./browserExport";
import { FakeApi, settled } from "./fakeApi";
import { aVideo } from "./fixtures";

const wish: MovieWish = {
  sessionId: "s",
  clip: aVideo(),
  kind: "mp4",
  encoder: { codec: "avc", parameters: "avc1.64001f" },
  bitrate: 1,
  range: { first: frameIndex(10), last: frameIndex(29) },
  picture: "effect",
  look: defaultStack,
  styles: [],
  withSound: true,
  fileName: "Dog.mp4",
};

type Chosen = FileSystemFileHandle | null | "dismissed";

function setting(chosen: Chosen = null, load?: () => Promise<StartMovie>) {
  const heard: string[] = [];
  const worker: { host?: MovieHost; end(how: MovieEnd): void } = { end: () => undefined };
  const startMovie: StartMovie = (order, host) => {
    heard.push(`start ${order.fileName}`);
    worker.host = host;
    const ended = new Promise<MovieEnd>((resolve) => {
      worker.end = resolve;
    });
    return { ended, cancel: () => heard.push("cancel") };
  };
  const clock = { now: 0 };
  const api = new FakeApi({ masklets: () => ({ masklets: [] }) });
  const movies = new BrowserExport(api, {
    load: load ?? (async () => startMovie),
    chooseFile: async (name) => {
      heard.push(`choose ${name}`);
      return chosen;
    },
    offer: (_, name) => {
      heard.push(`offer ${name}`);
      return "blob:movie";
    },
    drop: (url) => heard.push(`drop ${url}`),
    now: () => clock.now,
    pause: async (ms) => void heard.push(`pause ${ms}`),
    onDone: ({ fileName }) => heard.push(`done ${fileName}`),
  });
  const movie = (): BrowserMovie | null => movies.store.getState().movie;
  return { api, clock, heard, movie, movies, worker };
}

const file = new Blob(["12345"]);

describe("a movie made in this browser", () => {
  it("is made, downloaded and forgotten with its copy", async () => {
    const { clock, heard, movie, movies, worker } = setting();
    const whole = movies.start(wish);
    await settled();
    expect(movie()).toMatchObject({ phase: "starting", total: 20, done: 0 });
    worker.host?.onProgress(1);
    clock.now = 1000;
    worker.host?.onProgress(11);
    worker.host?.onSilence("no-encoder");
    expect(movie()).toMatchObject({ phase: "running", done: 11, silence: "no-encoder" });
    worker.end({ kind: "made", file });
    await whole;
    expect(movie()).toMatchObject({ phase: "done", done: 20, bytes: 5, url: "blob:movie" });
    movies.forget();
    expect(movie()).toBeNull();
    const said = ["choose Dog.mp4", "start Dog.mp4", "offer Dog.mp4", "done Dog.mp4", "drop blob:movie"];
    expect(heard).toEqual(said);
  });
  it("goes to the file that was chosen, and nowhere where the dialog was closed", async () => {
    const chosen = setting({ name: "Other.mp4" } as FileSystemFileHandle);
    const whole = chosen.movies.start(wish);
    await settled();
    chosen.worker.end({ kind: "made", file });
    await whole;
    expect(chosen.movie()).toMatchObject({ phase: "done", fileName: "Other.mp4", url: null });
    const dismissed = setting("dismissed");
    await dismissed.movies.start(wish);
    expect(dismissed.movie()).toBeNull();
  });
  it("can be cancelled, also before its code is there; another can follow", async () => {
    const { heard, movie, movies, worker } = setting();
    const whole = movies.start(wish);
    await settled();
    await movies.start({ ...wish, fileName: "second.mp4" });
    movies.cancel();
    expect(movie()?.phase).toBe("cancelling");
    worker.host?.onProgress(3);
    expect(movie()?.phase).toBe("cancelling");
    worker.end({ kind: "cancelled" });
    await whole;
    expect(movie()?.phase).toBe("cancelled");
    expect(isMaking(movie())).toBe(false);
    expect(heard).toEqual(["choose Dog.mp4", "start Dog.mp4", "cancel"]);

    let arrive: (start: StartMovie) => void = () => undefined;
    const slow = setting(null, () => new Promise((resolve) => (arrive = resolve)));
    const early = slow.movies.start(wish);
    await settled();
    slow.movies.cancel();
    arrive(() => {
      throw new Error("a cancelled movie was started");
    });
    await early;
    expect(slow.movie()?.phase).toBe("cancelled");
  });
  it("waits a little for a server that does not answer", async () => {
    const { api, heard, movies, worker } = setting();
    void movies.start(wish);
    await settled();
    let down = 2;
    api.answers.masklets = () => {
      if (down-- > 0) throw offline();
      return { masklets: [] };
    };
    expect(await worker.host?.masks(frameIndex(0), frameIndex(9))).toEqual([]);
    expect(heard.slice(2)).toEqual(["pause 500", "pause 1000"]);
    down = 99;
    await expect(worker.host?.masks(frameIndex(0), frameIndex(9))).rejects.toThrow("does not answer");
  });
  it("says why it failed, and fetches masks by the page", async () => {
    const { api, movie, movies, worker } = setting();
    const whole = movies.start(wish);
    await settled();
    await worker.host?.masks(frameIndex(0), frameIndex(99));
    expect(api.calls).toEqual([["masklets", { sessionId: "s", startFrame: 0, endFrame: 99 }]]);
    worker.end({ kind: "failed", problem: { code: "ENCODING_FAILED", message: "The encoder gave up." } });
    await whole;
    expect(movie()).toMatchObject({ phase: "failed", problem: { code: "ENCODING_FAILED" } });
    const broken = setting(null, () => Promise.reject(new Error("no network")));
    await broken.movies.start(wish);
    expect(broken.movie()?.phase).toBe("failed");
  });
});
