/** Small steps that the tests of states share, beside those of the main path. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, type Response } from "@playwright/test";
import { clickAt, opened, writeScene } from "../support/stage";

/** Where the first balloon of the sample scene is on its first frame. */
export const BALLOON = [0.155, 0.25] as const;

const folder = mkdtempSync(join(tmpdir(), "masklet-states-"));

export interface SmallClip {
  readonly file: string;
  /** The deepest point of the first object on frame 0. */
  readonly point: readonly [number, number];
}

export function smallClip(name: string, frames = 24): SmallClip {
  const file = join(folder, `${name}.mp4`);
  const [first] = Object.values(writeScene(file, "balloons", frames));
  if (first === undefined) throw new Error("the scene lost its balloons");
  return { file, point: first.point };
}

/** Open a sample clip in a session of its own. */
export async function openSample(page: Page, title = "Balloons at dusk"): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: `Open ${title}` }).click();
  await opened(page);
}

export const hint = (page: Page): Locator => page.getByRole("status", { name: "Next step" });

export const row = (page: Page, name: string): Locator =>
  page.getByRole("list", { name: "Objects" }).getByRole("listitem").filter({ hasText: name });

const SAYS = /mutation (AddPoints|AddBox|AddMask|ClearPointsInFrame)/;

/** Do what prompts, and wait for the mask's answer. */
export async function prompted(page: Page, act: () => Promise<void>): Promise<void> {
  const isAnswer = (answer: Response) => SAYS.test(answer.request().postData() ?? "");
  const [answer] = await Promise.all([page.waitForResponse(isAnswer, { timeout: 15_000 }), act()]);
  await answer.finished();
  await expect(hint(page)).not.toHaveText(/Finding/);
}

export const clickObject = (
  page: Page,
  at: readonly [number, number],
  options: { readonly button?: "left" | "right" } = {},
): Promise<void> => prompted(page, () => clickAt(page, at, options));
