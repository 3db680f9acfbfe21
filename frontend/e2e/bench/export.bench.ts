/** Measures how many frames a second of 720p the browser and the server export, and prints what docs/benchmarks.md quotes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { test } from "../support/server";
import { clickAt, runPython, track, uploadAndOpen } from "../support/stage";

const FRAMES = 48;

let folder = "";
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "masklet-figures-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function chooseFormat(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name }).click();
}

/** Frames a second from the press to the finished file. */
async function rateOf(exportIt: () => Promise<unknown>): Promise<string> {
  const start = performance.now();
  await exportIt();
  return ((FRAMES * 1000) / (performance.now() - start)).toFixed(1);
}

test("720p with one object: frames a second", async ({ page }) => {
  test.setTimeout(400_000);
  await page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
  const file = join(folder, "figures.mp4");
  const objects = JSON.parse(
    runPython([
      "scene_clip.py",
      file,
      "--scene",
      "balloons",
      "--size",
      "1280x720",
      "--frames",
      String(FRAMES),
    ]),
  );
  await uploadAndOpen(page, file, "figures");
  await clickAt(page, objects["0"].point);
  await track(page, "forward");
  await page.getByRole("tab", { name: "Export" }).click();
  const press = (name: RegExp) => page.getByRole("button", { name }).click();
  const made = (name: RegExp) => () =>
    Promise.all([page.waitForEvent("download", { timeout: 120_000 }), press(name)]);
  await chooseFormat(page, /^MP4/);
  // Code is fetched and shaders are compiled before the clock runs.
  await rateOf(made(/^Export MP4/));
  const here = await rateOf(made(/^Export MP4/));
  await page.getByRole("radio", { name: "Matte" }).click();
  const matte = await rateOf(made(/^Export MP4/));
  await page.getByRole("radio", { name: "On the server" }).click();
  const link = page
    .getByRole("region", { name: "Exports" })
    .locator('a[href*="/exports/"]:not([href$="/manifest"])');
  const there = await rateOf(async () => {
    await press(/^Export MP4/);
    await expect(link).toBeVisible({ timeout: 120_000 });
  });
  await chooseFormat(page, /^WebM video/);
  const webm = await rateOf(made(/^Export WebM/));
  console.log(`frames a second: H.264 ${here}, VP9 ${webm}, matte ${matte}; H.264 on the server ${there}`);
  expect(Number(here)).toBeGreaterThan(0.5);
});
