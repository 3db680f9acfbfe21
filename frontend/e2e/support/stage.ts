/** What a person does on the two screens, as steps that browser tests share. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { projectRoot, python } from "./server";

export interface ScenePoint {
  readonly point: readonly [x: number, y: number];
  readonly share: number;
}

const support = join(projectRoot, "backend/tests/support");

/** A clip of the developers' shared folder, or null where that is missing. */
export function sharedVideo(name: string): string | null {
  const file = join(projectRoot, "../shared/videos", name);
  return existsSync(file) ? file : null;
}

/** A sample scene as a small clip; answers where its objects are on frame 0. */
export function writeScene(out: string, scene: string, frames: number): Readonly<Record<string, ScenePoint>> {
  const words = ["scene_clip.py", out, "--scene", scene, "--frames", String(frames)];
  return JSON.parse(runPython(words));
}

export function runPython(words: readonly string[]): string {
  const [script = "", ...rest] = words;
  return execFileSync(python, [join(support, script), ...rest], { encoding: "utf8" });
}

/** Upload a file from the gallery and open the clip that it becomes. */
export async function uploadAndOpen(page: Page, file: string, title: string): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("button", { name: /^Open / }).first()).toBeVisible();
  await page.getByLabel("Videos to upload", { exact: true }).setInputFiles(file);
  await page
    .getByRole("region", { name: "Your clips" })
    .getByRole("button", { name: `Open ${title}`, exact: true })
    .click({ timeout: 90_000 });
  await opened(page);
}

/** Wait until the first frame is on the canvas. */
export async function opened(page: Page): Promise<void> {
  await expect(canvas(page)).toBeVisible();
  await expect(page.getByText("Opening the clip")).toHaveCount(0);
}

export function canvas(page: Page): Locator {
  return page.locator("[role=application] canvas[aria-label]");
}

/** Click in the picture at fractions of the clip's width and height. */
export async function clickAt(
  page: Page,
  [x, y]: readonly [number, number],
  options: { readonly button?: "left" | "right" } = {},
): Promise<void> {
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error("there is no canvas");
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height, options);
}

export async function goToFrame(page: Page, frame: number): Promise<void> {
  const input = page.getByRole("textbox", { name: "Frame number" });
  await input.fill(String(frame));
  await input.press("Enter");
  await expect(page.getByRole("slider", { name: "Frame" })).toHaveAttribute("aria-valuenow", String(frame));
  await page.evaluate(
    (at) =>
      (window as unknown as { maskletPlayer: { seek(frame: number): Promise<void> } }).maskletPlayer.seek(at),
    frame,
  );
}

/** Track and wait for the notice. */
export async function track(page: Page, way: "forward" | "backward" | "both ways"): Promise<void> {
  await page.getByRole("button", { name: `Track ${way}` }).click();
  const done = page.getByRole("region", { name: "Notices" }).getByText("Tracking is done", { exact: true });
  await expect(done.first()).toBeVisible({ timeout: 150_000 });
}

/** The pixels of the frame that is shown, at the clip's size, as RGBA bytes. */
export async function grab(page: Page): Promise<{ width: number; height: number; data: Uint8Array }> {
  const shown = await page.evaluate(async () => {
    const player = (window as unknown as { maskletPlayer: { grab(): Promise<ImageData> } }).maskletPlayer;
    const { width, height, data } = await player.grab();
    let text = "";
    for (let start = 0; start < data.length; start += 32768) {
      text += String.fromCharCode(...data.subarray(start, start + 32768));
    }
    return { width, height, bytes: btoa(text) };
  });
  return {
    width: shown.width,
    height: shown.height,
    data: new Uint8Array(Buffer.from(shown.bytes, "base64")),
  };
}

/** How far two pictures differ at a point (0..1): the largest difference of a channel, of 255. */
export function differenceAt(
  a: Awaited<ReturnType<typeof grab>>,
  b: Awaited<ReturnType<typeof grab>>,
  [x, y]: readonly [number, number],
): number {
  const at = 4 * (Math.floor(y * a.height) * a.width + Math.floor(x * a.width));
  return Math.max(...[0, 1, 2].map((c) => Math.abs((a.data[at + c] ?? 0) - (b.data[at + c] ?? 0))));
}

/** The share of pixels that differ by more than 12 of 255. */
export function shareDiffering(
  a: Awaited<ReturnType<typeof grab>>,
  b: Awaited<ReturnType<typeof grab>>,
): number {
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const far = [0, 1, 2].some((c) => Math.abs((a.data[at + c] ?? 0) - (b.data[at + c] ?? 0)) > 12);
    if (far) count += 1;
  }
  return (4 * count) / a.data.length;
}
