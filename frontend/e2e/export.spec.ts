/** Movies made in the browser: the server's picture, every frame at its time, the clip's sound; cancelled ones leave nothing. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { test } from "./support/server";
import { clickAt, goToFrame, runPython, track, uploadAndOpen } from "./support/stage";

interface Facts {
  readonly frames: number;
  readonly rate: string;
  readonly codec: string;
  readonly lateness: number;
  readonly numbers: readonly (number | null)[];
  readonly brightness: readonly [number, number];
  readonly colours: readonly [matrix: number, range: number];
  readonly sound: { codec: string; seconds: number; loudness: number; hertz: number } | null;
}

const FRAMES = 60;
const RATE = "24000/1001";
const BT709_LIMITED = [1, 1];

let folder = "";
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "masklet-movies-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

function factsOf(...movies: readonly string[]): { movies: readonly Facts[]; difference: number } {
  return JSON.parse(runPython(["compare_movies.py", ...movies]));
}

/** A numbered clip with a tone, its moving square tracked. */
async function prepare(page: Page, title: string): Promise<void> {
  const file = join(folder, `${title}.mp4`);
  const shape = ["--rate", RATE, "--frames", String(FRAMES), "--size", "640x360", "--audio"];
  runPython(["numbered_clip.py", file, ...shape]);
  await uploadAndOpen(page, file, title);
  await clickAt(page, [0.05, 0.58]);
  await expect(page.getByRole("button", { name: "Hide Object 1", exact: true })).toBeVisible();
  await track(page, "forward");
  await page.getByRole("tab", { name: "Export" }).click();
}

/** Headless browsers answer no save dialog: movies are downloaded. */
const withoutDialog = (page: Page) =>
  page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));

async function chooseFormat(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name }).click();
}

/** The movie is downloaded by itself when it is made. */
async function exportHere(page: Page, name: RegExp): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 120_000 }),
    page.getByRole("button", { name }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

async function exportOnServer(page: Page): Promise<string> {
  await page.getByRole("radio", { name: "On the server" }).click();
  await page.getByRole("button", { name: /^Export MP4/ }).click();
  const link = page
    .getByRole("region", { name: "Exports" })
    .locator('a[href*="/exports/"]:not([href$="/manifest"])');
  const [download] = await Promise.all([page.waitForEvent("download"), link.click({ timeout: 60_000 })]);
  const path = join(folder, "server.mp4");
  await download.saveAs(path);
  return path;
}

/** Names of the files that the browser keeps for this page, beside folders. */
const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names: string[] = [];
    const look = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        if (handle instanceof FileSystemDirectoryHandle) await look(handle);
        else names.push(name);
      }
    };
    await look(await navigator.storage.getDirectory());
    return names;
  });

test("browser and server make the same movie", async ({ page }) => {
  test.setTimeout(300_000);
  await withoutDialog(page);
  await prepare(page, "numbered");
  const every = Array.from({ length: FRAMES }, (_, k) => k);

  await chooseFormat(page, /^MP4/);
  await expect(page.getByRole("radio", { name: "In this browser" })).toBeChecked();
  await page.screenshot({ path: "test-results/export-movie.png" });
  const here = await exportHere(page, /^Export MP4/);
  await page.screenshot({ path: "test-results/export-movie-done.png" });
  const there = await exportOnServer(page);
  await page.screenshot({ path: "test-results/export-movie-server.png" });
  const { movies, difference } = factsOf(here, there);
  const [mine, servers] = movies;
  if (mine === undefined || servers === undefined) throw new Error("nothing was compared");
  console.log(`H.264: differs by ${difference.toFixed(2)} of 255; ${JSON.stringify(mine.sound)}`);
  expect(difference).toBeLessThan(3);
  expect(mine).toMatchObject({ frames: FRAMES, rate: RATE, codec: "h264", colours: BT709_LIMITED });
  expect([mine.frames, mine.rate, mine.numbers]).toEqual([servers.frames, servers.rate, servers.numbers]);
  expect(mine.numbers).toEqual(every);
  expect(mine.lateness).toBeLessThan(1e-6);
  expect(mine.sound?.codec).toBe("aac");
  expect(mine.sound?.hertz).toBeCloseTo(servers.sound?.hertz ?? 0, 0);
  expect(Math.abs((mine.sound?.seconds ?? 0) - (servers.sound?.seconds ?? 9))).toBeLessThan(0.05);

  await chooseFormat(page, /^WebM video/);
  const webm = await exportHere(page, /^Export WebM/);
  const compared = factsOf(webm, there);
  console.log(`WebM: differs by ${compared.difference.toFixed(2)} of 255`);
  expect(compared.difference).toBeLessThan(3);
  expect(compared.movies[0]).toMatchObject({ frames: FRAMES, codec: "vp9", numbers: every });
  // WebM counts in milliseconds.
  expect(compared.movies[0]?.lateness).toBeLessThan(0.00051);
  expect(compared.movies[0]?.sound?.codec).toBe("opus");
  expect(compared.movies[0]?.sound?.hertz).toBeCloseTo(440, -1);
  const loudness = compared.movies.map(({ sound }) => sound?.loudness ?? 0);
  expect((loudness[0] ?? 0) / (loudness[1] ?? 1)).toBeCloseTo(1, 1);
});

test("a part of the clip, and a matte", async ({ page }) => {
  test.setTimeout(180_000);
  await withoutDialog(page);
  await prepare(page, "part");
  await chooseFormat(page, /^MP4/);
  await page.getByRole("radio", { name: "Part" }).click();
  await page.getByLabel("From frame").fill("12");
  await page.getByLabel("To frame").fill("31");
  await page.getByLabel("To frame").press("Enter");
  await expect(page.getByRole("region", { name: "What is exported" })).toContainText("20 frames");
  await page.screenshot({ path: "test-results/export-part.png" });
  const part = await exportHere(page, /^Export MP4/);
  expect(part).toMatch(/part-12-31\.mp4$/);
  const [facts] = factsOf(part).movies;
  expect(facts).toMatchObject({ frames: 20, rate: RATE });
  expect(facts?.numbers).toEqual(Array.from({ length: 20 }, (_, k) => 12 + k));
  expect(Math.abs((facts?.sound?.seconds ?? 0) - (20 * 1001) / 24000)).toBeLessThan(0.06);
  expect(facts?.sound?.hertz).toBeCloseTo(440, -1);

  await page.getByRole("radio", { name: "Matte" }).click();
  const matte = await exportHere(page, /^Export MP4/);
  const [black] = factsOf(matte).movies;
  expect(black).toMatchObject({ frames: 20, sound: null });
  expect(black?.brightness[0]).toBeLessThan(8);
  expect(black?.brightness[1]).toBeGreaterThan(247);
});

/** The newest of the server's exports, as it is saved. */
async function serverFile(page: Page, name: RegExp, count: number): Promise<string> {
  await page.getByRole("button", { name }).click();
  const links = page
    .getByRole("region", { name: "Exports" })
    .locator('a[href*="/exports/"]:not([href$="/manifest"])');
  await expect(links).toHaveCount(count, { timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), links.first().click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

test("In to Out of the timeline, made on the server: a movie with its sound, and COCO", async ({ page }) => {
  test.setTimeout(180_000);
  await withoutDialog(page);
  await prepare(page, "marked");
  await expect(page.getByText(/^Set In and Out on the timeline/)).toBeVisible();
  await goToFrame(page, 12);
  await page.getByRole("button", { name: "Set In here" }).click();
  await goToFrame(page, 31);
  await page.getByRole("button", { name: "Set Out here" }).click();
  const frames = Array.from({ length: 20 }, (_, k) => 12 + k);

  await chooseFormat(page, /^MP4/);
  await page.getByRole("radio", { name: "On the server" }).click();
  await expect(page.getByRole("radio", { name: "In to Out" })).toBeChecked();
  await expect(page.getByText("20 frames, 0.8 s")).toBeVisible();
  await page.screenshot({ path: "test-results/export-in-to-out.png" });
  const movie = await serverFile(page, /^Export MP4/, 1);
  expect(movie).toMatch(/marked-mp4-12-31\.mp4$/);
  const [facts] = factsOf(movie).movies;
  expect(facts).toMatchObject({ frames: 20, rate: RATE, numbers: frames });
  expect(facts?.lateness).toBeLessThan(1e-6);
  expect(Math.abs((facts?.sound?.seconds ?? 0) - (20 * 1001) / 24000)).toBeLessThan(0.03);
  expect(facts?.sound?.hertz).toBeCloseTo(440, -1);

  await chooseFormat(page, /^COCO JSON/);
  await page.screenshot({ path: "test-results/export-in-to-out-coco.png" });
  const coco = JSON.parse(await readFile(await serverFile(page, /^Export COCO/, 2), "utf8"));
  const indices = (list: readonly { frame_index: number }[]) => list.map(({ frame_index }) => frame_index);
  expect(indices(coco.images)).toEqual(frames);
  expect(indices(coco.annotations)).toEqual(frames);

  await page.getByRole("radio", { name: "Whole clip" }).click();
  const whole = JSON.parse(await readFile(await serverFile(page, /^Export COCO/, 3), "utf8"));
  expect(whole.images).toHaveLength(FRAMES);
  const part = ({ id: _, ...annotation }: Record<string, unknown>) => annotation;
  expect(coco.annotations.map(part)).toEqual(whole.annotations.slice(12, 32).map(part));
});

test("cancel leaves nothing, in the person's file as in the browser's", async ({ page }) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => {
    // The dialog's answer: a file of the browser's own, empty as after a real dialog.
    const choose = async ({ suggestedName }: { suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    Object.assign(window, { showSaveFilePicker: choose });
  });
  await prepare(page, "cancelled");
  await chooseFormat(page, /^MP4/);
  const exportIt = () => page.getByRole("button", { name: /^Export MP4/ }).click();
  const cancel = async () => {
    await page.getByRole("button", { name: "Cancel export" }).click();
    await expect(page.getByText("Cancelled; nothing was kept")).toBeVisible();
    expect(await keptFiles(page)).toEqual([]);
  };
  await exportIt();
  await expect(page.getByText(/^Frame [1-9]\d* of 60/)).toBeVisible();
  await page.screenshot({ path: "test-results/export-movie-running.png" });
  await cancel();
  await exportIt();
  await expect(page.getByText(/^Saved, /)).toBeVisible({ timeout: 60_000 });
  expect(await keptFiles(page)).toEqual(["cancelled.mp4"]);
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry("cancelled.mp4"));
  await page.evaluate(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
  await exportIt();
  await cancel();
});

test("a browser that cannot says why and leaves it to the server; an encoder that fails does too", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await withoutDialog(page);
  await prepare(page, "unable");
  await chooseFormat(page, /^MP4/);
  await expect(page.getByRole("radio", { name: "In this browser" })).toBeChecked();
  // What an encoder's failure looks like from here: the worker cannot be had.
  await page.route(/movie\.worker/, (route) => route.abort());
  await page.getByRole("button", { name: /^Export MP4/ }).click();
  await expect(page.getByRole("alert").getByText("could not make the movie")).toBeVisible();
  await page.screenshot({ path: "test-results/export-movie-failed.png" });
  await page.getByRole("button", { name: "Export on the server" }).click();
  const link = page
    .getByRole("region", { name: "Exports" })
    .locator('a[href*="/exports/"]:not([href$="/manifest"])');
  await expect(link).toBeVisible({ timeout: 60_000 });

  await page.addInitScript(() => Reflect.deleteProperty(window, "VideoEncoder"));
  await page.reload();
  await page.getByRole("tab", { name: "Export" }).click();
  await chooseFormat(page, /^MP4/);
  await expect(page.getByText("This browser cannot make movies, so the server does it.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Export MP4/ })).toBeEnabled();
  await chooseFormat(page, /^WebM video/);
  await expect(page.getByText("Neither this browser nor this server makes WebM video.")).toBeVisible();
});
