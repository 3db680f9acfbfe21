/** Undo and redo of a whole morning's work, also after a reload; the list of edits; an earlier version of one object. */
import { expect, type Page } from "@playwright/test";
import { clickObject } from "../states/stage_steps";
import { test } from "../support/server";
import { opened, track } from "../support/stage";
import { chooseFromMenu, clickBoth, FRAMES, LEFT, lane, openDesk, rows } from "./desk";

const undo = (page: Page) => page.getByRole("button", { name: /^Undo/ });
const redo = (page: Page) => page.getByRole("button", { name: /^Redo/ });
const steps = (page: Page) => page.getByRole("list", { name: "History" }).getByRole("button");

const tracked = `Masks on ${FRAMES} frames`;

async function work(page: Page): Promise<void> {
  await clickObject(page, LEFT);
  await track(page, "forward");
  await page.getByRole("button", { name: "Rename Object 1" }).click();
  await page.getByRole("textbox", { name: "Name of Object 1" }).fill("Kite");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Rename Kite" })).toBeVisible();
  await page.getByRole("button", { name: "Delete Kite" }).click();
  await page.getByRole("button", { name: "Delete object" }).click();
  await expect(rows(page).getByRole("button")).toHaveCount(0);
}

test("Ctrl+Z goes back to the beginning, over a reload, and Ctrl+Shift+Z forward again", async ({ page }) => {
  test.setTimeout(120_000);
  await openDesk(page);
  await expect(undo(page)).toBeDisabled();
  await work(page);
  await expect(undo(page)).toHaveAccessibleName("Undo: Deleted Kite");
  await page.keyboard.press("Control+z");
  await expect(lane(page, "Kite")).toContainText(tracked);
  await page.keyboard.press("Control+z");
  await expect(lane(page, "Object 1")).toContainText(tracked);

  await page.reload();
  await opened(page);
  await expect(lane(page, "Object 1")).toContainText(tracked);
  await expect(redo(page)).toHaveAccessibleName("Redo: Renamed Object 1 to Kite");
  await page.keyboard.press("Control+z");
  await expect(lane(page, "Object 1")).toContainText("Mask on 1 frame, 1 prompted frame");
  await expect(undo(page)).toHaveAccessibleName("Undo: Clicked Object 1 on frame 0");
  while (await undo(page).isEnabled()) {
    const name = await undo(page).getAttribute("aria-label");
    await page.keyboard.press("Control+z");
    await expect(undo(page)).not.toHaveAccessibleName(name ?? "");
  }
  await expect(rows(page).getByRole("button")).toHaveCount(0);
  await expect(page.getByText("Each object gets a lane here.")).toBeVisible();

  while (await redo(page).isEnabled()) {
    const name = await redo(page).getAttribute("aria-label");
    await page.keyboard.press("Control+Shift+z");
    await expect(redo(page)).not.toHaveAccessibleName(name ?? "");
    if (name?.includes("Tracked")) await expect(lane(page, "Object 1")).toContainText(tracked);
  }
  await expect(rows(page).getByRole("button")).toHaveCount(0);
  // A session without objects would be taken for the next one on its clip.
  await page.keyboard.press("Control+z");
  await expect(lane(page, "Kite")).toContainText(tracked);
});

test("the list of edits leads to any of them and back", async ({ page }) => {
  await openDesk(page);
  await work(page);
  await page.getByRole("button", { name: "History", exact: true }).click();
  await expect(steps(page).first()).toContainText("Deleted Kite");
  await expect(steps(page).first()).toHaveAttribute("aria-current", "step");
  await expect(steps(page).last()).toContainText("The beginning");
  await steps(page)
    .filter({ hasText: /^Tracked/ })
    .click();
  await expect(lane(page, "Object 1")).toContainText(tracked);
  await page.screenshot({ path: "test-results/history-list.png" });
  await steps(page).last().click();
  await expect(page.getByText("Each object gets a lane here.")).toBeVisible();
  await expect(steps(page).last()).toHaveAttribute("aria-current", "step");
  await steps(page)
    .filter({ hasText: /^Renamed Object 1 to Kite/ })
    .click();
  await expect(lane(page, "Kite")).toContainText(tracked);
});

test("an earlier version of one object comes back; the other stays, and undo takes it back", async ({
  page,
}) => {
  await openDesk(page);
  await clickBoth(page);
  await track(page, "forward");
  await expect(lane(page, "Object 1")).toContainText(tracked);
  await chooseFromMenu(page, "Object 1", "Earlier versions…");
  const panel = page.getByRole("dialog", { name: "Earlier versions of Object 1" });
  await page.screenshot({ path: "test-results/history-versions.png" });
  await panel.getByRole("button", { name: "Bring back: Clicked Object 1 on frame 0" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Bring back" }).click();
  await expect(lane(page, "Object 1")).toContainText("Mask on 1 frame, 1 prompted frame");
  await expect(lane(page, "Object 2")).toContainText(tracked);
  await undo(page).click();
  await expect(lane(page, "Object 1")).toContainText(tracked);
});
