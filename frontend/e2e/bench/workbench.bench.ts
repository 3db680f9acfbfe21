/** Measures the workbench in a real browser and prints one line a figure; docs/benchmarks.md quotes them. Bounds are loose. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, type Page } from "@playwright/test";
import { python } from "../support/server";
import { canvas, opened } from "../support/stage";
import { playBare } from "./bare_page";
import { browserCpuMs, pageMemoryMb } from "./cpu";
import { answerClicksAtOnce, stats, watch } from "./in_page";
import { clip24, numbered, test } from "./stored";

const BLUR = [
  { id: "blur", effect: { name: "blur_background", values: {} }, objectIds: null, enabled: true },
];
const folder = mkdtempSync(join(tmpdir(), "masklet-bench-"));
/** Script and style that the page fetches from now on, gzipped; the answer sums them up in kB. */
function weigh(page: Page): () => Promise<number> {
  const weights = new Map<string, Promise<number>>();
  page.on("response", (answer) => {
    const isCode = /\.(js|css)$/.test(new URL(answer.url()).pathname);
    if (isCode)
      weights.set(
        answer.url(),
        answer.body().then((body) => gzipSync(body, { level: 6 }).length),
      );
  });
  return async () => (await Promise.all(weights.values())).reduce((sum, bytes) => sum + bytes, 0) / 1000;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const say = (name: string, text: string): void => console.log(`${name}: ${text}`);

async function openStored(page: Page, sessionId: string): Promise<void> {
  await page.goto(`/session/${sessionId}`);
  await opened(page);
  await expect.poll(() => page.evaluate(() => window.bench.firstPixels), { timeout: 30_000 }).not.toBeNull();
}

/** The session is told as if nothing had come yet: the server replays all of it as events, which is what tracking sends. */
const followFromTheBeginning = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const streamed = { times: [] as number[] };
    Object.assign(window, { streamed });
    const send = window.fetch;
    window.fetch = async (input, init) => {
      const body = String(init?.body);
      const answer = await send(input, init);
      if (body.includes("query Session(")) {
        const json = await answer.json();
        Object.assign(json.data.session, { masklets: [], prompts: [], cursor: 0 });
        return Response.json(json);
      }
      if (!body.includes("sessionEvents") || answer.body === null) return answer;
      const decoder = new TextDecoder();
      const counted = answer.body.pipeThrough(
        new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
          transform(chunk, out) {
            const frames = decoder.decode(chunk, { stream: true }).split('"frameIndex"').length - 1;
            for (let k = 0; k < frames; k++) streamed.times.push(performance.now());
            out.enqueue(chunk);
          },
        }),
      );
      return new Response(counted, { headers: answer.headers, status: answer.status });
    };
  });
};

interface Played {
  readonly share: number;
  readonly framesPerSecond: number;
  readonly cpuPerFrame: number;
}

/** Plays from the beginning for so many seconds. */
async function play(page: Page, seconds: number): Promise<Played> {
  await page.evaluate(() => window.maskletPlayer?.seek(0 as never));
  const cpu = browserCpuMs();
  await page.evaluate(async (ms) => {
    window.maskletPlayer?.play();
    await new Promise((done) => setTimeout(done, ms));
    window.maskletPlayer?.pause();
  }, seconds * 1000);
  const used = browserCpuMs() - cpu;
  const { due, drawn } = await stats(page);
  return { share: drawn / due, framesPerSecond: drawn / seconds, cpuPerFrame: used / drawn };
}

const words = ({ share, framesPerSecond, cpuPerFrame }: Played): string =>
  `${(100 * share).toFixed(1)} % of the frames drawn, ${framesPerSecond.toFixed(1)} frames/s, ${cpuPerFrame.toFixed(1)} ms of CPU a frame`;

/** Two rectangles as COCO counts: one in the middle of the picture, one in its corner. */
const rectangles = (): readonly string[] =>
  ["300:420, 560:720", "20:140, 20:180"].map((where) =>
    execFileSync(
      python,
      [
        "-c",
        `import numpy as np; from masklet.masks import rle; m = np.zeros((720, 1280), bool); m[${where}] = True; print(rle.encode(m).counts)`,
      ],
      { encoding: "utf8" },
    ).trim(),
  );

/** When the pointer is pressed next, in milliseconds since 1970. */
const pressTime = (): Promise<number> =>
  new Promise((heard) =>
    window.addEventListener("pointerdown", () => heard(performance.timeOrigin + performance.now()), {
      once: true,
      capture: true,
    }),
  );

test("opening, clicking, seeking and playing a 720p clip", async ({ page, studio, request }) => {
  const clip = await studio.upload(request, clip24(folder));
  const [three = "", none = "", many = ""] = await studio.store(clip.path, [3, 0, 32]);
  await watch(page);

  const weight = weigh(page);
  await openStored(page, three);
  say("script and style of an open session, gzipped", `${(await weight()).toFixed(0)} kB`);
  const opening: number[] = [];
  for (let round = 0; round < 9; round++) {
    await page.goto("about:blank"); // the page before is not part of it
    await page.waitForTimeout(300);
    await openStored(page, three);
    opening.push((await page.evaluate(() => window.bench.firstPixels)) ?? Number.NaN);
  }
  say(
    "clip visible, ms from navigation",
    `${median(opening).toFixed(0)} (${opening.map((v) => v.toFixed(0))})`,
  );

  await answerClicksAtOnce(page, rectangles(), [720, 1280]);
  await openStored(page, none);
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error("there is no canvas");
  const at = (round: number) =>
    [box.x + box.width * (0.15 + 0.05 * round), box.y + box.height * 0.8] as const;
  const drawn: number[] = [];
  const redraws: number[] = [];
  await page.waitForTimeout(1500); // all of the page is there
  const clicks = Array.from({ length: 14 }, (_, round) => round);
  for (const round of clicks.slice(0, 9)) {
    await page.waitForTimeout(400);
    const before = await stats(page);
    const pressed = page.evaluate(pressTime);
    await page.waitForTimeout(100);
    await page.mouse.click(...at(round));
    const start = await pressed;
    await page.waitForTimeout(600);
    const { draws, drawTimes } = await stats(page);
    const issued = drawTimes.find((time) => time >= start) ?? Number.NaN;
    drawn.push(issued - start);
    redraws.push(draws - before.draws);
  }
  say(
    "click answered at once: draw issued, ms",
    `${median(drawn).toFixed(0)} (${drawn.map((ms) => ms.toFixed(0))}), redraws ${redraws}`,
  );
  // Looking at the pixels holds the page up, so these are other clicks.
  const seen: string[] = [];
  for (const round of clicks.slice(9)) {
    await page.waitForTimeout(400);
    const pressed = page.evaluate(pressTime);
    const changed = page.evaluate(
      async () => performance.timeOrigin + (await window.bench.changed(0.5, 0.5)),
    );
    await page.waitForTimeout(100);
    await page.mouse.click(...at(round));
    seen.push(((await changed) - (await pressed)).toFixed(0));
  }
  say("click answered at once: pixels changed, ms", seen.join(", "));

  await openStored(page, three);
  await page.evaluate(() => window.maskletPlayer?.seek(60 as never));
  const seeks: number[] = [];
  for (const frame of [110, 10, 80, 30, 100, 55, 5, 120, 70, 20]) {
    await page.waitForTimeout(300); // what was drawn before is on the screen
    const taken = await page.evaluate(async (frame) => {
      const changed = window.bench.changed(0.5, 0.5, 0.9);
      const start = performance.now();
      void window.maskletPlayer?.seek(frame as never);
      return (await changed) - start;
    }, frame);
    seeks.push(taken);
  }
  say("seek to pixels, ms", `${median(seeks).toFixed(0)} (at most ${Math.max(...seeks).toFixed(0)})`);

  // In turns, so that a machine that slows down slows all of them down.
  const rounds = { overlay: [] as Played[], bare: [] as number[], many: [] as Played[] };
  for (let round = 0; round < 3; round++) {
    await openStored(page, three);
    rounds.overlay.push(await play(page, 4.5));
    const size = await canvas(page).evaluate((at) => {
      const { width, height } = at as HTMLCanvasElement;
      return [width, height] as const;
    });
    const { url } = clip;
    await page.goto("/healthy");
    const cpu = browserCpuMs();
    const bare = await playBare(page, url, size, 4.5);
    rounds.bare.push((browserCpuMs() - cpu) / bare.frames);
    await openStored(page, many);
    rounds.many.push(await play(page, 4.5));
  }
  const overlayCpu = median(rounds.overlay.map(({ cpuPerFrame }) => cpuPerFrame));
  const manyCpu = median(rounds.many.map(({ cpuPerFrame }) => cpuPerFrame));
  say("playback, overlay, 3 objects", rounds.overlay.map(words).join("; "));
  say("playback, overlay, 32 objects", rounds.many.map(words).join("; "));
  say("bare page, ms of CPU a frame", rounds.bare.map((v) => v.toFixed(1)).join(", "));
  say("overlay : bare page", (overlayCpu / median(rounds.bare)).toFixed(2));
  say("32 objects : 3 objects", (manyCpu / overlayCpu).toFixed(2));

  await openStored(page, three);
  await page.evaluate((stack) => window.maskletPlayer?.setEffects(stack), BLUR);
  await page.waitForTimeout(500);
  say("playback, blurred background", words(await play(page, 4.5)));
  expect(overlayCpu).toBeGreaterThan(0);
});

/** A long clip: its masks come as events, as while tracking; memory is looked at while it plays. */
test("a long clip with three objects", async ({ page, studio, request }) => {
  const clip = await studio.upload(request, numbered(folder, "long", 988, "1280x720"));
  const [three = ""] = await studio.store(clip.path, [3]);
  await watch(page);
  await followFromTheBeginning(page);
  await openStored(page, three);
  await page.evaluate(() => window.maskletPlayer?.seek(500 as never));
  const rates = await page.evaluate(async () => {
    const { streamed } = window as unknown as { streamed: { times: number[] } };
    while (streamed.times.length < 988) await new Promise((wake) => setTimeout(wake, 20));
    const at = (n: number): number => streamed.times[n] ?? Number.NaN;
    const rate = (from: number, to: number): number => ((to - from) * 1000) / (at(to) - at(from));
    return { first: rate(0, 200), last: rate(787, 987), all: rate(0, 987) };
  });
  say(
    "3 masks a frame streamed, frames/s: first 200 / last 200 / all 988",
    `${rates.first.toFixed(0)} / ${rates.last.toFixed(0)} / ${rates.all.toFixed(0)}`,
  );
  const memory: string[] = [];
  for (const start of [0, 240, 480, 720]) {
    await page.evaluate((at) => window.maskletPlayer?.seek(at as never), start);
    await page.evaluate(async () => {
      window.maskletPlayer?.play();
      await new Promise((done) => setTimeout(done, 9500));
      window.maskletPlayer?.pause();
    });
    memory.push(pageMemoryMb().toFixed(0));
  }
  say("memory of the page after 10, 20, 30, 40 s of a 41 s clip, MiB", memory.join(", "));
});

test("60,000 stored masks are listed without a stall", async ({ page, studio, request }) => {
  const clip = await studio.upload(request, numbered(folder, "many", 1875, "640x360"));
  const [many = ""] = await studio.store(clip.path, [32]);
  await watch(page, false);
  await page.goto(`/session/${many}`);
  await opened(page);
  await expect(page.getByRole("button", { name: /^More for/ })).toHaveCount(32);
  const shown = await page.evaluate(() => performance.now());
  await expect(page.getByText("Fetching masks")).toHaveCount(0, { timeout: 120_000 });
  await page.waitForTimeout(1000);
  const { tasks, listed } = await page.evaluate(() => ({
    tasks: window.bench.longTasks,
    listed: performance.now(),
  }));
  const longest = (of: typeof tasks): string =>
    `${Math.max(0, ...of.map(([, length]) => length)).toFixed(0)} (${of.map(([start, length]) => `${length.toFixed(0)} at ${start.toFixed(0)}`).join(", ")})`;
  say(
    "longest task while a session of 32 objects opens, ms",
    longest(tasks.filter(([start]) => start < shown)),
  );
  say(
    `longest task while 60,000 masks are listed, ms (until ${(listed / 1000).toFixed(1)} s)`,
    longest(tasks.filter(([start]) => start >= shown)),
  );
});
