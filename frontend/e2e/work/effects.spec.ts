/** Effects belong to the session: another browser has them, an undo there takes them away here too. */
import { expect, type Locator, type Page } from "@playwright/test";
import { clickObject } from "../states/stage_steps";
import { test } from "../support/server";
import { opened } from "../support/stage";
import { LEFT, openDesk } from "./desk";

const undo = (page: Page): Locator => page.getByRole("button", { name: /^Undo/ });
const erase = (page: Page): Locator => page.getByRole("button", { name: "Remove Erase" });

test("an effect is there in a fresh browser, and undo takes it away on both screens", async ({
  page,
  browser,
}) => {
  await openDesk(page);
  await clickObject(page, LEFT);
  await page.getByRole("tab", { name: "Effects" }).click();
  await page.getByRole("button", { name: "Add effect" }).click();
  await page.getByRole("button", { name: "Erase", exact: true }).click();
  await expect(erase(page)).toBeVisible();
  await expect(undo(page)).toHaveAccessibleName("Undo: Effects");
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("effects"))),
  ).toEqual([]);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(page.url());
  await opened(other);
  await other.getByRole("tab", { name: "Effects" }).click();
  await expect(erase(other)).toBeVisible();

  await undo(other).click();
  await expect(erase(other)).toHaveCount(0);
  await expect(erase(page)).toHaveCount(0);
  await expect(undo(page)).toHaveAccessibleName("Undo: Clicked Object 1 on frame 0");
  await elsewhere.close();
});
