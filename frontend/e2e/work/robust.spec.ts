/** Two tabs, a server that dies while it tracks, a stream that is cut: each page says what happens and catches up by itself. */
import { expect, type Page } from "@playwright/test";
import { test } from "../states/live";
import { clickObject, openSample } from "../states/stage_steps";
import { differenceAt, goToFrame, grab, opened, track } from "../support/stage";
import { FRAMES, LEFT, lane, openDesk, RIGHT, rows } from "./desk";

const progress = (page: Page) => page.getByRole("status", { name: "Tracking progress" });
const tracked = `Masks on ${FRAMES} frames`;

/** The same session in a second tab. */
async function secondTab(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await opened(other);
  return other;
}

test("two tabs on one session see each other's changes", async ({ page }) => {
  test.setTimeout(120_000);
  await openDesk(page);
  const other = await secondTab(page);
  const untouched = await grab(other);
  await clickObject(page, LEFT);
  await expect(other.getByRole("button", { name: "Hide Object 1" })).toBeVisible();
  await expect.poll(async () => differenceAt(await grab(other), untouched, LEFT)).toBeGreaterThan(12);

  await other.getByRole("button", { name: "Select Object 1" }).click();
  await other.getByRole("button", { name: "Rename Object 1" }).click();
  await other.getByRole("textbox", { name: "Name of Object 1" }).fill("Kite");
  await other.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Hide Kite" })).toBeVisible();

  await track(other, "forward");
  await expect(lane(page, "Kite")).toContainText(tracked);
  await other.getByRole("button", { name: /^Undo: Tracked/ }).click();
  await expect(lane(page, "Kite")).toContainText("Mask on 1 frame");
  await page.getByRole("button", { name: "Delete Kite" }).click();
  await page.getByRole("button", { name: "Delete object" }).click();
  await expect(rows(other).getByRole("button")).toHaveCount(0);
  await expect.poll(async () => differenceAt(await grab(other), untouched, LEFT)).toBeLessThanOrEqual(2);
  await other.getByRole("button", { name: /^Undo: Deleted/ }).click();
  await expect(page.getByRole("button", { name: "Hide Kite" })).toBeVisible();
  await other.close();
});

test("a stream that is cut is caught up from its cursor", async ({ page }) => {
  test.setTimeout(120_000);
  await openDesk(page);
  const untouched = await grab(page);
  const other = await secondTab(page);
  const cut = await page.context().newCDPSession(other);
  const net = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  const asked: number[] = [];
  other.on("request", (request) => {
    const { query = "", variables } = request.postDataJSON() ?? {};
    if (query.includes("subscription")) asked.push(variables.after);
  });
  await clickObject(page, LEFT);
  await expect(other.getByRole("button", { name: "Hide Object 1" })).toBeVisible();
  await cut.send("Network.enable");
  await cut.send("Network.emulateNetworkConditions", { ...net, offline: true });
  await expect(other.getByText("Reconnecting…")).toBeVisible({ timeout: 30_000 });
  await other.screenshot({ path: "test-results/robust-cut.png" });
  await track(page, "forward");
  await cut.send("Network.emulateNetworkConditions", { ...net, offline: false });
  await expect(other.getByText("Reconnecting…")).toHaveCount(0, { timeout: 20_000 });
  await expect(lane(other, "Object 1")).toContainText(tracked);
  expect(asked.at(-1)).toBeGreaterThan(0);
  await goToFrame(page, FRAMES - 1);
  await goToFrame(other, FRAMES - 1);
  const mine = await grab(page);
  expect(mine.data).not.toEqual(untouched.data);
  await expect.poll(async () => Buffer.compare((await grab(other)).data, mine.data)).toBe(0);
  await other.close();
});

test("a server killed while it tracks: the page says so, and it goes on by itself", async ({
  page,
  live,
}) => {
  test.setTimeout(120_000);
  await openSample(page);
  await clickObject(page, LEFT);
  await page.keyboard.press("t");
  await expect(progress(page)).toContainText(/[1-9]\d* of/, { timeout: 30_000 });
  await live.stop("SIGKILL");
  await expect(page.getByText("Reconnecting…")).toBeVisible({ timeout: 20_000 });
  await page.screenshot({ path: "test-results/robust-killed.png" });
  await live.start();
  await expect(page.getByText("Reconnecting…")).toHaveCount(0, { timeout: 30_000 });
  await page.screenshot({ path: "test-results/robust-back.png" });
  // It goes on by itself, from what was kept.
  await expect(lane(page, "Object 1")).toContainText("Masks on 132 frames", { timeout: 60_000 });
  await expect(progress(page)).toHaveCount(0);
  await page.keyboard.press("Home");
  await clickObject(page, RIGHT);
});
