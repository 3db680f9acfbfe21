/** The main job in a real browser: upload, click, second object, track, correct, effect, export, reload. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { test } from "./support/server";
import {
  canvas,
  clickAt,
  differenceAt,
  goToFrame,
  grab,
  runPython,
  type ScenePoint,
  shareDiffering,
  sharedVideo,
  track,
  uploadAndOpen,
  writeScene,
} from "./support/stage";

interface Clip {
  readonly file: string;
  readonly objects: readonly [ScenePoint["point"], ScenePoint["point"]];
  /** Somewhere that belongs to neither object. */
  readonly elsewhere: ScenePoint["point"];
  /** Where work starts, and the frame to correct. */
  readonly start: number;
  readonly corrected: number;
  readonly frames: number;
}

let folder = "";
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "masklet-main-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test("the whole job on a generated clip", async ({ page }) => {
  test.setTimeout(240_000);
  const file = join(folder, "balloons.mp4");
  const objects = writeScene(file, "balloons", 30);
  const [first, second] = [objects["0"], objects["1"]];
  if (first === undefined || second === undefined) throw new Error("the scene lost its balloons");
  await wholeJob(page, {
    file,
    objects: [first.point, second.point],
    elsewhere: [0.62, 0.68],
    start: 0,
    corrected: 20,
    frames: 30,
  });
});

test("the whole job on a real clip", async ({ page }) => {
  test.setTimeout(400_000);
  const file = sharedVideo("08_driving.mp4");
  test.skip(file === null, "../shared/videos/08_driving.mp4 is not here");
  await wholeJob(page, {
    file: file ?? "",
    objects: [
      [0.578, 0.722],
      [0.273, 0.717],
    ],
    elsewhere: [0.5, 0.9],
    start: 0,
    corrected: 60,
    frames: 124,
  });
});

/** Show the frame with every mask hidden or shown, and take its pixels. */
async function hideAll(page: Page, hidden: boolean): Promise<void> {
  for (const name of ["Object 1", "Object 2"]) {
    await page.getByRole("button", { name: `${hidden ? "Hide" : "Show"} ${name}`, exact: true }).click();
  }
}

async function wholeJob(page: Page, clip: Clip): Promise<void> {
  const stem = basename(clip.file, ".mp4");
  await uploadAndOpen(page, clip.file, stem);
  await goToFrame(page, clip.start);
  const untouched = await grab(page);

  await test.step("a click makes a mask where the click was", async () => {
    await clickAt(page, clip.objects[0]);
    await expect(page.getByRole("button", { name: "Hide Object 1", exact: true })).toBeVisible();
    await expect
      .poll(async () => differenceAt(await grab(page), untouched, clip.objects[0]))
      .toBeGreaterThan(12);
    const clicked = await grab(page);
    expect(differenceAt(clicked, untouched, clip.elsewhere)).toBeLessThanOrEqual(2);
    expect(shareDiffering(clicked, untouched)).toBeLessThan(0.5);
  });

  await test.step("a second object has a mask of its own", async () => {
    await page.getByRole("button", { name: "Add object" }).click();
    await clickAt(page, clip.objects[1]);
    await expect
      .poll(async () => differenceAt(await grab(page), untouched, clip.objects[1]))
      .toBeGreaterThan(12);
  });

  await test.step("tracking reaches the last frame", async () => {
    await track(page, clip.start === 0 ? "both ways" : "forward");
    await goToFrame(page, clip.frames - 1);
    await expect(page.getByRole("list", { name: "Objects" })).toContainText(String(clip.frames - clip.start));
  });

  await test.step("a correction stays, also when tracked again", async () => {
    await goToFrame(page, clip.corrected);
    const before = await grab(page);
    await page.getByRole("button", { name: "Select Object 1", exact: true }).click();
    await clickAt(page, clip.elsewhere, { button: "left" });
    await expect.poll(async () => differenceAt(await grab(page), before, clip.elsewhere)).toBeGreaterThan(12);
    const corrected = await grab(page);
    await page.getByRole("button", { name: "Track again" }).click();
    await expect(page.getByRole("status", { name: "Tracking progress" })).toBeVisible();
    await expect(page.getByRole("status", { name: "Tracking progress" })).toHaveCount(0, {
      timeout: 150_000,
    });
    await goToFrame(page, clip.corrected);
    expect(shareDiffering(await grab(page), corrected)).toBeLessThan(0.001);
  });

  await test.step("an effect changes the picture", async () => {
    const overlay = await grab(page);
    await page.getByRole("tab", { name: "Effects" }).click();
    await page.getByRole("button", { name: "Add effect" }).click();
    await page.getByRole("button", { name: "Replace background" }).click();
    await expect.poll(async () => shareDiffering(await grab(page), overlay)).toBeGreaterThan(0.2);
    await page.getByRole("button", { name: "Remove Replace background" }).click();
    await expect.poll(async () => shareDiffering(await grab(page), overlay)).toBeLessThan(0.001);
  });

  const shownAt = clip.corrected + 5;
  const annotations = join(folder, `${stem}.json`);
  await test.step("the exported COCO file holds the masks that are shown", async () => {
    await page.getByRole("tab", { name: "Export" }).click();
    await page.getByRole("button", { name: /^Export COCO/ }).click();
    const link = page.getByRole("region", { name: "Exports" }).getByRole("link", { name: "Download" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      link.first().click({ timeout: 60_000 }),
    ]);
    await download.saveAs(annotations);
    await page.getByRole("tab", { name: "Objects" }).click();
    await goToFrame(page, shownAt);
    const shown = await picture(page, `${stem}-shown.png`);
    await hideAll(page, true);
    const hidden = await picture(page, `${stem}-hidden.png`);
    await hideAll(page, false);
    const found = JSON.parse(runPython(["check_shown.py", annotations, String(shownAt), shown, hidden]));
    expect(found.tracks).toEqual([1, 2]);
    expect(found.shown).toBeGreaterThan(0.001);
    expect(found.covered).toBeGreaterThan(0.97);
  });

  await test.step("a reload brings everything back", async () => {
    const before = await grab(page);
    await page.reload();
    await expect(canvas(page)).toBeVisible();
    await expect(page.getByRole("button", { name: "Hide Object 2", exact: true })).toBeVisible();
    await goToFrame(page, shownAt);
    await expect.poll(async () => shareDiffering(await grab(page), before)).toBeLessThan(0.001);
  });
}

/** The clip's pixels as a PNG on disk, drawn by the browser itself. */
async function picture(page: Page, name: string): Promise<string> {
  await page.waitForTimeout(300); // until the last change is drawn
  const bytes = await page.evaluate(async () => {
    const player = (window as unknown as { maskletPlayer: { grab(): Promise<ImageData> } }).maskletPlayer;
    const pixels = await player.grab();
    const canvas = document.createElement("canvas");
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.getContext("2d")?.putImageData(pixels, 0, 0);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  });
  const file = join(folder, name);
  await writeFile(file, Buffer.from(bytes, "base64"));
  return file;
}
