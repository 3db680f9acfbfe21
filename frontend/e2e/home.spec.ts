/** Home from end to end: a clip comes, is found, its session is duplicated, saved, deleted, and opened again. */
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { test } from "./states/live";
import { smallClip } from "./states/stage_steps";
import { clickAt, opened, track } from "./support/stage";

const shots = process.env.MASKLET_SHOTS;

async function take(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
}

const menuOf = async (page: Page, session: string) => {
  await page.getByRole("button", { name: `More for ${session}`, exact: true }).click();
  return page.getByRole("menu");
};

test("a session is made, found, duplicated, saved, deleted and opened again", async ({ page }) => {
  test.setTimeout(240_000);
  const clip = smallClip("Evening flight");
  await page.goto("/");
  await expect(page.getByRole("button", { name: /^Open / }).first()).toBeVisible();
  await take(page, "home-newcomer");
  await page.getByLabel("Videos to upload", { exact: true }).setInputFiles(clip.file);
  const own = page.getByRole("region", { name: "Your clips" });
  await own.getByRole("button", { name: "Open Evening flight" }).click({ timeout: 90_000 });
  await opened(page);
  await clickAt(page, clip.point);
  await expect(page.getByRole("button", { name: "Rename Object 1" })).toBeVisible({ timeout: 30_000 });
  await track(page, "forward");
  await page.goto("/");

  const sessions = page.getByRole("region", { name: "Continue" });
  const begun = sessions.getByRole("listitem").filter({ hasText: "Evening flight" });
  await expect(begun).toContainText("1 object · 100 % tracked");
  const search = page.getByRole("searchbox", { name: "Search clips and sessions" });
  await search.fill("EVENING");
  await expect(begun).toHaveCount(1);
  await expect(page.getByRole("region", { name: "Sample clips" })).toHaveCount(0);
  await search.fill("nothing of this name");
  await expect(page.getByText("Nothing is called “nothing of this name”")).toBeVisible();
  await take(page, "home-nothing-found");
  await search.press("Escape");

  await (await menuOf(page, "Evening flight")).getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(begun).toHaveCount(2);
  await sessions.getByRole("button", { name: "Rename Evening flight copy" }).click();
  await sessions.getByRole("textbox", { name: "Name of Evening flight copy" }).fill("Second try");
  await page.keyboard.press("Enter");
  await expect(sessions.getByRole("button", { name: /^Continue Second try,/ })).toBeVisible();

  const download = page.waitForEvent("download", { timeout: 60_000 });
  const menu = await menuOf(page, "Second try");
  await take(page, "home-menu");
  await menu.getByRole("menuitem", { name: "Save as a file" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("Second try-session.masklet");
  const content = readFileSync(await saved.path());

  await (await menuOf(page, "Second try")).getByRole("menuitem", { name: "Delete session" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("the session, 1 object, 24 masks");
  await take(page, "home-delete");
  await page.getByRole("button", { name: "Delete session" }).click();
  await expect(begun).toHaveCount(1);
  await own.getByRole("button", { name: "Delete Evening flight" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("the clip, 1 session, 1 object, 24 masks");
  await page.getByRole("button", { name: "Delete clip" }).click();
  await expect(own.getByRole("button", { name: "Open Evening flight" })).toHaveCount(0);

  const files = page.getByLabel("Session file to open", { exact: true });
  await files.setInputFiles({
    name: "cut short.masklet",
    mimeType: "application/octet-stream",
    buffer: content.subarray(0, content.length / 2),
  });
  const refused = page.getByRole("listitem", { name: "Opening of cut short.masklet" });
  await expect(refused.getByRole("alert")).toContainText("cut short");
  await take(page, "home-file-refused");
  await refused.getByRole("button", { name: "Dismiss" }).click();
  // The button for videos takes session files too.
  await page
    .getByLabel("Videos to upload", { exact: true })
    .setInputFiles({ name: "Second try.masklet", mimeType: "application/octet-stream", buffer: content });
  await opened(page);
  await expect(page.getByRole("button", { name: "Rename Object 1" })).toBeVisible();
  await page.goto("/");
  await expect(begun).toContainText("1 object · 100 % tracked");
  await expect(own.getByRole("button", { name: "Open Evening flight" })).toBeVisible();
  for (const [name, width, height] of [
    ["wide", 1600, 900],
    ["768", 768, 1024],
    ["phone", 390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
    const product = page.getByRole("heading", { level: 1, name: "Masklet Studio" }).locator("span");
    const isCut = await product.evaluate(
      (text) => text.clientWidth > 1 && text.scrollWidth > text.clientWidth,
    );
    expect(isCut, `${name} cuts the product's name`).toBe(false);
    await take(page, `home-${name}`);
  }
});
