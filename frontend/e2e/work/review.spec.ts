/** Time and review: In and Out, one frame, what a tracking would change, the next frame that needs a look, zoom. */
import { expect, type Page } from "@playwright/test";
import { clickObject, hint } from "../states/stage_steps";
import { test } from "../support/server";
import { goToFrame, track } from "../support/stage";
import { addObject, FRAMES, GROUND, LEFT, lane, openDesk } from "./desk";

const slider = (page: Page) => page.getByRole("slider", { name: "Frame", exact: true });
const at = (page: Page, frame: number) =>
  expect(slider(page)).toHaveAttribute("aria-valuenow", String(frame));

/** The lanes' picture as text, to see that it changed. */
const lanes = (page: Page) =>
  page
    .getByRole("region", { name: "Timeline" })
    .locator("canvas")
    .last()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

async function more(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More ways to track" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("tracking goes one frame, and from In to Out and no further", async ({ page }) => {
  await openDesk(page);
  await clickObject(page, LEFT);
  await page.keyboard.press("Alt+t");
  await expect(lane(page, "Object 1")).toContainText("Masks on 2 frames");
  await at(page, 1);
  await goToFrame(page, 5);
  await page.getByRole("button", { name: "Set In here" }).click();
  await goToFrame(page, 9);
  await page.getByRole("button", { name: "Set Out here" }).click();
  await expect(page.getByRole("slider", { name: "Out point" })).toHaveAttribute("aria-valuenow", "9");
  await page.screenshot({ path: "test-results/review-range.png" });
  await more(page, "In to Out");
  await expect(lane(page, "Object 1")).toContainText(/Masks on (5|6|7|10) frames/, { timeout: 30_000 });
  await page.getByRole("button", { name: "Clear In and Out" }).click();
  await track(page, "forward");
});

test("a correction shows beforehand what tracking again would change", async ({ page }) => {
  await openDesk(page);
  await clickObject(page, LEFT);
  await track(page, "forward");
  await goToFrame(page, 8);
  await expect(lane(page, "Object 1")).toContainText(`Masks on ${FRAMES} frames`);
  const planned = page.waitForResponse((answer) =>
    (answer.request().postData() ?? "").includes("query PropagationPlan"),
  );
  await clickObject(page, GROUND);
  const answer = await planned;
  expect(JSON.stringify(await answer.json())).toContain("firstFrame");
  await expect(hint(page)).toContainText("Corrected here");
  const before = await lanes(page);
  await page.screenshot({ path: "test-results/review-ghost.png" });
  await page.getByRole("button", { name: "Track again" }).click();
  await expect(hint(page)).toContainText("Play it back", { timeout: 30_000 });
  await expect.poll(() => lanes(page)).not.toBe(before);
});

test("two objects on one balloon need a look: by key, from the list", async ({ page }) => {
  await openDesk(page);
  await clickObject(page, LEFT);
  await addObject(page, 2);
  await clickObject(page, LEFT);
  await track(page, "forward");
  const list = page.getByRole("button", { name: /stretch(es)? needs? a look$/ });
  await expect(list).toBeEnabled();
  await goToFrame(page, FRAMES - 1);
  await page.keyboard.press(";");
  await expect(slider(page)).not.toHaveAttribute("aria-valuenow", String(FRAMES - 1));
  await list.click();
  const needs = page.getByRole("dialog", { name: "Frames that need a look" });
  await expect(needs).toContainText(/Overlaps Object [12] by/);
  await page.screenshot({ path: "test-results/review-list.png" });
  await needs.getByRole("button").first().click();
});

test("prompted frames are jumped to, and the timeline zooms and fits", async ({ page }) => {
  await openDesk(page);
  await clickObject(page, LEFT);
  await goToFrame(page, 9);
  await clickObject(page, GROUND);
  await page.keyboard.press("e");
  await at(page, 0);
  await page.getByRole("button", { name: "Next prompted frame" }).click();
  await at(page, 9);
  const fit = page.getByRole("button", { name: "Whole clip" });
  await expect(fit).toBeDisabled();
  const whole = await lanes(page);
  await page.getByRole("button", { name: "Zoom in on time" }).click();
  await expect(fit).toBeEnabled();
  await expect.poll(() => lanes(page)).not.toBe(whole);
  await fit.click();
  await expect(fit).toBeDisabled();
  await expect.poll(() => lanes(page)).toBe(whole);
});
