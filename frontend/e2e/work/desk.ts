/** A small clip on a stage of its own, and what tests of work read off it. */
import { expect, type Locator, type Page } from "@playwright/test";
import { clickObject, smallClip } from "../states/stage_steps";
import { opened } from "../support/stage";

export type Share = readonly [x: number, y: number];

export const FRAMES = 16;
const TITLE = "Two balloons";

/** The two balloons of that clip on its first frame. */
export const LEFT: Share = [0.155, 0.25];
export const RIGHT: Share = [0.8, 0.27];
/** Nobody's place, on all its frames. */
export const GROUND: Share = [0.5, 0.85];

/** A session of its own on the clip, which is uploaded where the server does not have it yet. */
export async function openDesk(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("button", { name: /^Open / }).first()).toBeVisible();
  const own = page.getByRole("button", { name: `Open ${TITLE}`, exact: true });
  if ((await own.count()) === 0) {
    const { file } = smallClip(TITLE, FRAMES);
    await page.getByLabel("Videos to upload", { exact: true }).setInputFiles(file);
  }
  await own.click({ timeout: 60_000 });
  await opened(page);
}

/** Both balloons, each clicked once. */
export async function clickBoth(page: Page): Promise<void> {
  await clickObject(page, LEFT);
  await addObject(page, 2);
  await clickObject(page, RIGHT);
}

export async function addObject(page: Page, number: number): Promise<void> {
  await page.keyboard.press("n");
  await expect(page.getByRole("button", { name: `Rename Object ${number}`, exact: true })).toBeVisible();
}

/** Rows of the list, the topmost first. */
export const rows = (page: Page): Locator =>
  page.getByRole("list", { name: "Objects", exact: true }).getByRole("listitem");

/** What an object's lane says: its masks, prompts and marks in words. */
export const lane = (page: Page, name: string): Locator =>
  page
    .getByRole("list", { name: "Lanes" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: new RegExp(`^${name}( locked)?$`) }) });

export const notices = (page: Page): Locator => page.getByRole("region", { name: "Notices" });

export async function selectObject(page: Page, name: string): Promise<void> {
  const select = page.getByRole("button", { name: `Select ${name}`, exact: true });
  if (await select.isVisible()) await select.click();
  await expect(page.getByRole("button", { name: `Rename ${name}`, exact: true })).toBeVisible();
}

export async function chooseFromMenu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}
