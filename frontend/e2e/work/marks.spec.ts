/** What a person says about frames and objects: absent from here to there, accepted, locked. Tracking leaves all of it alone. */
import { expect, type Page } from "@playwright/test";
import { clickObject } from "../states/stage_steps";
import { test } from "../support/server";
import { clickAt, goToFrame, grab, shareDiffering, track } from "../support/stage";
import { FRAMES, GROUND, LEFT, lane, notices, openDesk } from "./desk";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("absent from In to Out and an accepted frame: tracking leaves both alone", async ({ page }) => {
  test.setTimeout(120_000);
  await openDesk(page);
  await goToFrame(page, 6);
  const without = await grab(page);
  await goToFrame(page, 0);
  await clickObject(page, LEFT);
  await track(page, "forward");

  await goToFrame(page, 12);
  await press(page, "Accept this frame");
  await expect(lane(page, "Object 1")).toContainText("1 accepted frame");
  const accepted = await grab(page);
  await goToFrame(page, 4);
  await page.keyboard.press("i");
  await goToFrame(page, 7);
  await page.keyboard.press("Shift+i");
  await page.keyboard.press("o");
  await expect(lane(page, "Object 1")).toContainText("absent on 4 frames");
  await expect(lane(page, "Object 1")).toContainText(`Masks on ${FRAMES - 4} frames`);
  await page.keyboard.press("Alt+i");
  await page.screenshot({ path: "test-results/marks-lane.png" });

  await goToFrame(page, 6);
  await expect(page.getByRole("status", { name: "On this frame" })).toHaveText(/Absent here/);
  await expect.poll(async () => shareDiffering(await grab(page), without)).toBe(0);
  await goToFrame(page, 0);
  await clickObject(page, GROUND);
  await page.getByRole("button", { name: "Track again" }).click();
  await expect(page.getByRole("button", { name: "Track again" })).toHaveCount(0);
  await expect(page.getByRole("status", { name: "Tracking progress" })).toHaveCount(0);
  await expect(lane(page, "Object 1")).toContainText(`Masks on ${FRAMES - 4} frames`);
  await goToFrame(page, 6);
  expect(shareDiffering(await grab(page), without)).toBe(0);
  await goToFrame(page, 12);
  await expect.poll(async () => shareDiffering(await grab(page), accepted)).toBe(0);

  await page.keyboard.press("k");
  await expect(lane(page, "Object 1")).not.toContainText("accepted");
  await goToFrame(page, 6);
  await page.keyboard.press("o");
  await expect(lane(page, "Object 1")).toContainText("absent on 3 frames");
});

test("a locked object keeps its masks from clicks and tracking, until it is unlocked", async ({ page }) => {
  await openDesk(page);
  await clickObject(page, LEFT);
  await expect(page.getByRole("button", { name: "Hide Object 1" })).toBeVisible();
  await page.keyboard.press("l");
  await expect(page.getByRole("button", { name: "Unlock Object 1" })).toBeVisible();
  const before = await grab(page);
  await clickAt(page, GROUND);
  await expect(notices(page)).toContainText("This object is locked");
  expect(shareDiffering(await grab(page), before)).toBe(0);
  await page.keyboard.press("t");
  await expect(page.getByRole("status", { name: "Tracking progress" })).toHaveCount(0);
  await expect(lane(page, "Object 1")).toContainText("Mask on 1 frame");
  await page.getByRole("button", { name: "Unlock Object 1" }).click();
  await expect(page.getByRole("button", { name: "Unlock Object 1" })).toHaveCount(0);
  await clickObject(page, GROUND);
  await expect.poll(async () => shareDiffering(await grab(page), before)).toBeGreaterThan(0);
});
