/** Serves the test page and numbered clips from one free port, and opens players on the page. */
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Page } from "@playwright/test";
import { createServer, type Plugin } from "vite";
import type { Clip } from "../../src/domain/clip";
import type { Player } from "../../src/worker/protocol";

const frontend = join(import.meta.dirname, "../..");
const contract = join(frontend, "../contract");

export interface ClipWish {
  readonly frameCount: number;
  readonly rate: readonly [numerator: number, denominator: number];
  readonly size?: readonly [width: number, height: number];
  readonly sound?: boolean;
}

export interface Served {
  readonly address: string;
  /** Makes a numbered clip and serves it. */
  numbered(wish: ClipWish): Clip;
  /** Serves a file that is there already. */
  file(path: string): string;
}

function send(path: string, request: IncomingMessage, response: ServerResponse): void {
  const { size } = statSync(path);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(range?.[2] ? Number(range[2]) : size - 1, size - 1);
  response.writeHead(range === null ? 200 : 206, {
    "Content-Type": path.endsWith(".mp4") ? "video/mp4" : path.endsWith(".png") ? "image/png" : "image/jpeg",
    "Content-Length": end - start + 1,
    "Accept-Ranges": "bytes",
    ...(range === null ? {} : { "Content-Range": `bytes ${start}-${end}/${size}` }),
  });
  createReadStream(path, { start, end }).pipe(response);
}

const files = (folders: ReadonlyMap<string, string>): Plugin => ({
  name: "test-files",
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const [, place, ...rest] = new URL(request.url ?? "/", "http://here").pathname.split("/");
      const folder = folders.get(place ?? "");
      if (folder === undefined) return next();
      const path = rest.length === 0 ? folder : join(folder, ...rest);
      if (existsSync(path)) send(path, request, response);
      else response.writeHead(404).end();
    });
  },
});

function makeNumbered(
  folder: string,
  { frameCount, rate, size = [320, 180], sound = false }: ClipWish,
): void {
  const python = process.env.MASKLET_PYTHON ?? join(frontend, "../.venv/bin/python");
  const words = [frameCount, ...rate, ...size].map(String);
  const script = join(import.meta.dirname, "numbered_clip.py");
  execFileSync(python, [script, folder, ...words, ...(sound ? ["with-sound"] : [])]);
}

function clipAt(place: string, { frameCount, rate, size = [320, 180], sound = false }: ClipWish): Clip {
  return {
    path: place,
    url: `/${place}/clip.mp4`,
    frameUrl: `/${place}/{frame}.jpg`,
    width: size[0],
    height: size[1],
    frameCount,
    frameRate: { numerator: rate[0], denominator: rate[1] },
    hasAudio: sound,
  };
}

export const test = base.extend<object, { served: Served }>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what is needed.
    async ({}, use) => {
      const folders = new Map([["contract", contract]]);
      const made = mkdtempSync(join(tmpdir(), "masklet-player-"));
      const plugins = [files(folders)];
      const server = await createServer({
        configFile: false,
        cacheDir: join(made, ".vite"),
        optimizeDeps: { entries: ["e2e/player/page.html"] },
        root: frontend,
        plugins,
        server: { port: 0, host: "127.0.0.1" },
      });
      await server.listen();
      await use({
        address: server.resolvedUrls?.local[0] ?? "",
        numbered: (wish) => {
          const place = `clip${folders.size}`;
          makeNumbered(join(made, place), wish);
          folders.set(place, join(made, place));
          return clipAt(place, wish);
        },
        file: (path) => {
          const place = `file${folders.size}.mp4`;
          folders.set(place, path);
          return `/${place}`;
        },
      });
      await server.close();
      rmSync(made, { recursive: true });
    },
    { scope: "worker" },
  ],
});

declare global {
  interface Window {
    player: Player;
    /** What the listeners heard, in order. */
    heard: (readonly [kind: "ready" | "frame" | "playing" | "error", value: unknown])[];
  }
}

/** Opens the page and a player on it; resolves when its first frame is on the canvas. */
export async function open(page: Page, served: Served, clip: Clip): Promise<void> {
  await page.goto(`${served.address}e2e/player/page.html`);
  await page.waitForFunction(() => window.masklet !== undefined);
  await page.evaluate(async (clip) => {
    const canvas = document.body.appendChild(document.createElement("canvas"));
    window.heard = [];
    await new Promise<void>((resolve, reject) => {
      window.player = window.masklet.openPlayer(window.masklet.takeSeat(canvas), clip, {
        onReady: (decoder) => {
          window.heard.push(["ready", decoder]);
          resolve();
        },
        onFrame: (frame) => window.heard.push(["frame", frame]),
        onPlaying: (playing) => window.heard.push(["playing", playing]),
        onError: ({ message }) => {
          window.heard.push(["error", message]);
          reject(new Error(message));
        },
      });
    });
  }, clip);
}

/** The number that the shown frame carries: 12 blocks in its upper half. */
export const shownNumber = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { data, width, height } = await window.player.grab();
    const block = Math.floor(width / 12);
    const bits = Array.from({ length: 12 }, (_, bit) => {
      const x = Math.floor((bit + 0.5) * block);
      const value = data[(Math.floor(height / 4) * width + x) * 4] ?? 0;
      return value > 128 ? 2 ** bit : 0;
    });
    return bits.reduce((sum, bit) => sum + bit, 0);
  });

export const seek = (page: Page, frame: number): Promise<void> =>
  page.evaluate((frame) => window.player.seek(frame as never), frame);
