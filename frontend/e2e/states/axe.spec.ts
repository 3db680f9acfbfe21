/** No screen has a fault that axe calls serious or critical, and the keyboard reaches everything in order, seen. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { test } from "../support/server";
import { BALLOON, clickObject, openSample } from "./stage_steps";

/** What axe finds, as "rule: element" lines, so that a failure reads by itself. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

test("axe finds nothing serious on any screen", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Open Koi pond" })).toBeVisible();
  expect(await faults(page), "gallery").toEqual([]);
  await openSample(page);
  expect(await faults(page), "empty stage").toEqual([]);
  await clickObject(page, BALLOON);
  await clickObject(page, [0.5, 0.8], { button: "right" });
  expect(await faults(page), "stage").toEqual([]);
  await page.keyboard.press("?");
  expect(await faults(page), "keys").toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Colour of Object 1" }).click();
  expect(await faults(page), "palette").toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Effects" }).click();
  expect(await faults(page), "effects").toEqual([]);
  await page.getByRole("button", { name: "Add effect" }).click();
  expect(await faults(page), "effects to add").toEqual([]);
  await page.getByRole("button", { name: "Sticker" }).click();
  expect(await faults(page), "an effect's settings").toEqual([]);
  await page.getByRole("button", { name: "Remove Sticker" }).click();
  await page.getByRole("tab", { name: "Export" }).click();
  await page.getByRole("button", { name: /^Export / }).click();
  await expect(page.getByRole("link", { name: "Download" })).toBeVisible({ timeout: 30_000 });
  expect(await faults(page), "export").toEqual([]);
});

/** Names of what Tab reaches, in order, each checked to be seen in focus. */
async function tabbed(page: Page, most: number): Promise<string[]> {
  const names: string[] = [];
  for (let press = 0; press < most; press++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const seen = outlineStyle !== "none" && outlineWidth !== "0px";
      return { name: at.ariaLabel ?? at.textContent ?? "", seen };
    });
    if (found === null) break;
    expect(found.seen, `the focus on ${found.name}`).toBe(true);
    names.push(found.name);
  }
  return names;
}

test("Tab goes through the stage in reading order, and the focus is seen", async ({ page }) => {
  await openSample(page);
  await clickObject(page, BALLOON);
  // Tab starts where the pointer pressed last, so the page begins anew.
  await page.reload();
  await expect(page.getByRole("button", { name: "Remove plus point 1" })).toBeVisible();
  // The panels come after the picture.
  await expect(page.getByRole("button", { name: "Delete Object 1" })).toBeVisible();
  const names = await tabbed(page, 60);
  const inOrder = [
    "Clips",
    "Keys",
    "Click",
    "Picture",
    "Remove plus point 1",
    "Play",
    "Track forward",
    "Frame",
    "Objects",
    "Add object",
    "Delete Object 1",
  ];
  expect(names.filter((name) => inOrder.includes(name))).toEqual(inOrder);
});
