/** From the first screen to a tracked and named object without a pointer: Tab, Enter and keys alone. */
import { expect, type Page } from "@playwright/test";
import { prompted } from "../states/stage_steps";
import { test } from "../support/server";
import { opened } from "../support/stage";
import { FRAMES, lane, openDesk, rows } from "./desk";

/** Tab until what is in focus has that name. */
async function tabTo(page: Page, name: string | RegExp, most = 80): Promise<void> {
  const focused = page.locator(":focus");
  for (let press = 0; press < most; press++) {
    await page.keyboard.press("Tab");
    const at = await focused.evaluateAll(([one]) => one?.ariaLabel ?? one?.textContent ?? "");
    if (typeof name === "string" ? at === name : name.test(at)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test("Home to a tracked object by keys alone", async ({ page }) => {
  test.setTimeout(120_000);
  await openDesk(page); // so that the clip is there
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Open Two balloons" })).toBeVisible();
  await tabTo(page, "Open Two balloons");
  await page.keyboard.press("Enter");
  await opened(page);
  await tabTo(page, "Picture");
  for (let step = 0; step < 17; step++) await page.keyboard.press("ArrowLeft");
  for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowUp");
  await prompted(page, () => page.keyboard.press("Enter"));
  await page.keyboard.press("t");
  await expect(lane(page, "Object 1")).toContainText(`Masks on ${FRAMES} frames`, { timeout: 30_000 });
  await expect(page.getByRole("status", { name: "Tracking progress" })).toHaveCount(0);
  await page.keyboard.press("F2");
  await page.keyboard.type("Kite");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Rename Kite" })).toBeVisible();
  // Letters that were typed were no keys.
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press("Delete");
  await expect(page.getByRole("button", { name: "Delete object" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rows(page).getByRole("button")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(lane(page, "Kite")).toContainText(`Masks on ${FRAMES} frames`);
  await page.keyboard.press("Control+Shift+e");
  await expect(page.getByRole("tab", { name: "Export" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
});
