/** What a person can do on the stage besides the main path: take away, by key, colours, names, many objects. */
import { expect, type Page } from "@playwright/test";
import { test } from "../support/server";
import { canvas, differenceAt, grab } from "../support/stage";
import { BALLOON, clickObject, hint, openSample, prompted, row } from "./stage_steps";

const point = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test.beforeEach(({ page }) => openSample(page));
test("the right button and Alt+click take away, and clicking a point removes it", async ({ page }) => {
  await clickObject(page, BALLOON);
  await clickObject(page, [0.5, 0.8], { button: "right" });
  await expect(point(page, "Remove minus point 2")).toBeVisible();
  await page.keyboard.down("Alt");
  await clickObject(page, [0.6, 0.8]);
  await page.keyboard.up("Alt");
  await expect(point(page, "Remove minus point 3")).toBeVisible();
  await clickObject(page, [0.5, 0.8]);
  await expect(point(page, "Remove minus point 2")).toBeVisible();
  await expect(point(page, "Remove minus point 3")).toHaveCount(0);
});

test("the keyboard alone adds an object, takes away and tracks", async ({ page }) => {
  const untouched = await grab(page);
  await page.getByRole("application", { name: "Picture" }).focus();
  for (let step = 0; step < 16; step++) await page.keyboard.press("ArrowLeft");
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("status", { name: "Crosshair" })).toHaveText(
    "18 % from the left, 36 % from the top",
  );
  await prompted(page, () => page.keyboard.press("Enter"));
  await expect(point(page, "Remove plus point 1")).toBeVisible();
  await expect.poll(async () => differenceAt(await grab(page), untouched, [0.18, 0.36])).toBeGreaterThan(12);
  for (let step = 0; step < 10; step++) await page.keyboard.press("ArrowRight");
  await prompted(page, () => page.keyboard.press("Shift+Enter"));
  await expect(point(page, "Remove minus point 2")).toBeVisible();
  await page.keyboard.press("t");
  const progress = page.getByRole("status", { name: "Tracking progress" });
  await expect(progress).toBeVisible();
  await page.getByRole("button", { name: "Cancel tracking" }).press("Enter");
  await expect(progress).toHaveCount(0);
  await page.keyboard.press("Control+b");
  await expect(progress).toBeVisible();
  await page.getByRole("button", { name: "Cancel tracking" }).press("Enter");
  await expect(progress).toHaveCount(0);
});

test("a box by key: Enter begins it, Enter ends it", async ({ page }) => {
  await page.keyboard.press("w");
  await page.getByRole("application", { name: "Picture" }).focus();
  for (let step = 0; step < 22; step++) await page.keyboard.press("ArrowLeft");
  for (let step = 0; step < 9; step++) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  for (let step = 0; step < 10; step++) await page.keyboard.press("ArrowRight");
  for (let step = 0; step < 14; step++) await page.keyboard.press("ArrowDown");
  await prompted(page, () => page.keyboard.press("Enter"));
  await expect(page.getByRole("button", { name: "Remove box" })).toBeVisible();
  await expect(row(page, "Object 1")).toContainText("1");
});

test("keys: ? opens their list, Escape closes it, Space plays", async ({ page }) => {
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keys" });
  await expect(list).toContainText("Track both ways");
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
});

test("a colour is chosen from the palette, seen in the picture and kept", async ({ page }) => {
  await clickObject(page, BALLOON);
  const before = await grab(page);
  await page.getByRole("button", { name: "Colour of Object 1" }).click();
  await page.getByRole("radio", { name: "Colour #b4ff00" }).click();
  await expect.poll(async () => differenceAt(await grab(page), before, BALLOON)).toBeGreaterThan(12);
  await page.reload();
  await page.getByRole("button", { name: "Colour of Object 1" }).click();
  await expect(page.getByRole("radio", { name: "Colour #b4ff00" })).toBeChecked();
});

test("the picture zooms under the pointer and fits again", async ({ page }) => {
  const box = await canvas(page).boundingBox();
  const width = () => canvas(page).evaluate((element) => element.getBoundingClientRect().width);
  const fitted = await width();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  await expect.poll(width).toBeGreaterThan(fitted * 2);
  await page.getByRole("button", { name: "Fit picture" }).click();
  await expect.poll(width).toBe(fitted);
  await expect(hint(page)).toContainText("Click an object");
});

test("32 objects have a row, a lane and a colour each", async ({ page }) => {
  for (let count = 1; count <= 32; count++) {
    await page.keyboard.press("n");
    await expect(page.getByText(`${count} object${count === 1 ? "" : "s"}`, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole("button", { name: "Rename Object 32" })).toBeInViewport();
  const swatches = page.getByRole("button", { name: /^Colour of/ }).locator("span");
  const colours = await swatches.evaluateAll((all) =>
    all.map((swatch) => getComputedStyle(swatch).backgroundColor),
  );
  expect(new Set(colours).size).toBe(32);
  await clickObject(page, BALLOON);
  await expect(row(page, "Object 32")).toContainText("1");
  await expect(page.getByRole("list", { name: "Lanes" }).getByRole("listitem")).toHaveCount(32);
});
