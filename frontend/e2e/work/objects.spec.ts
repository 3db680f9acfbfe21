/** Objects as a whole: class, order, merge, split, solo; each is kept over a reload. */
import { expect } from "@playwright/test";
import { test } from "../support/server";
import { differenceAt, goToFrame, grab, opened, track } from "../support/stage";
import { chooseFromMenu, clickBoth, FRAMES, LEFT, lane, openDesk, RIGHT, rows, selectObject } from "./desk";

test("a class is made, given, coloured and taken from the list", async ({ page }) => {
  await openDesk(page);
  await page.keyboard.press("n");
  await page.getByRole("button", { name: "Class of Object 1: No class" }).click();
  await page.getByRole("menuitem", { name: "Edit classes…" }).click();
  const panel = page.getByRole("dialog", { name: "Classes" });
  await panel.getByRole("textbox", { name: "New class" }).fill("Balloon");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("button", { name: "Rename Balloon", exact: true })).toBeVisible();
  await panel.getByRole("button", { name: "Colour of Balloon" }).click();
  // The choice closes the colours and leaves the list; what Escape closes next depends on whether the swatch's hint shows.
  await page.getByRole("radio", { name: "Colour #b4ff00" }).click();
  await expect(page.getByRole("radio", { name: "Colour #b4ff00" })).toHaveCount(0);
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(panel).toHaveCount(0);
  await page.getByRole("button", { name: "Class of Object 1: No class" }).click();
  await page.getByRole("menuitemradio", { name: "Balloon" }).click();
  const chip = page.getByRole("button", { name: "Class of Object 1: Balloon" });
  await expect(chip).toBeVisible();
  await page.screenshot({ path: "test-results/objects-class.png" });
  await page.reload();
  await chip.click();
  await page.getByRole("menuitem", { name: "Edit classes…" }).click();
  await panel.getByRole("button", { name: "Remove Balloon" }).click();
  await page.getByRole("button", { name: "Remove class" }).click();
  await expect(panel.getByRole("button", { name: "Rename Balloon", exact: true })).toHaveCount(0);
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("button", { name: "Class of Object 1: No class" })).toBeVisible();
});

test("rows are put in another order by key and by hand, and lanes follow", async ({ page }) => {
  await openDesk(page);
  for (const number of [1, 2, 3]) {
    await page.keyboard.press("n");
    await expect(page.getByRole("button", { name: `Rename Object ${number}` })).toBeVisible();
  }
  const order = (numbers: readonly number[]) =>
    expect(rows(page)).toHaveText(numbers.map((number) => new RegExp(`Object ${number}`)));
  await order([3, 2, 1]);
  await page.getByRole("button", { name: "Move Object 1" }).press("ArrowUp");
  await order([3, 1, 2]);
  const [from, to] = [
    await page.getByRole("button", { name: "Move Object 2" }).boundingBox(),
    await page.getByRole("button", { name: "Move Object 3" }).boundingBox(),
  ];
  if (from === null || to === null) throw new Error("a grip is not seen");
  await page.mouse.move(from.x + 10, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + to.height / 2);
  await page.mouse.move(to.x + 10, to.y + 2);
  await page.screenshot({ path: "test-results/objects-dragged.png" });
  // The rows move at once; a page that is left before the server has been told takes its request along.
  const kept = page.waitForResponse(
    (answer) => answer.request().postData()?.includes("reorderObjects") ?? false,
  );
  await page.mouse.up();
  await order([2, 3, 1]);
  await kept;
  await page.reload();
  await opened(page);
  await order([2, 3, 1]);
  const lanes = page.getByRole("list", { name: "Lanes" }).getByRole("listitem");
  await expect(lanes.first()).toContainText("Object 2");
});

test("an object is split by time and merged again, and alone it hides the others", async ({ page }) => {
  test.setTimeout(120_000);
  await openDesk(page);
  const untouched = await grab(page);
  await clickBoth(page);
  await track(page, "forward");

  await goToFrame(page, 10);
  await chooseFromMenu(page, "Object 1", "Split at frame 10");
  await expect(lane(page, "Object 1")).toContainText("Masks on 10 frames");
  await expect(lane(page, "Object 1 2")).toContainText(`Masks on ${FRAMES - 10} frames`);
  await page.getByRole("button", { name: "More for Object 1", exact: true }).click();
  await page.getByRole("menuitem", { name: "Merge with" }).press("ArrowRight");
  await page.getByRole("menuitem", { name: "Object 1 2" }).press("Enter");
  await expect(lane(page, "Object 1")).toContainText(`Masks on ${FRAMES} frames`);
  await expect(rows(page)).toHaveCount(2);

  await goToFrame(page, 0);
  await selectObject(page, "Object 2");
  await page.getByRole("button", { name: "Only Object 2", exact: true }).click();
  const covered = async (at: readonly [number, number]) => differenceAt(await grab(page), untouched, at);
  await expect.poll(() => covered(LEFT)).toBeLessThanOrEqual(2);
  expect(await covered(RIGHT)).toBeGreaterThan(12);
  await page.keyboard.press("s");
  await expect.poll(() => covered(LEFT)).toBeGreaterThan(12);
  await page.keyboard.press("h");
  await expect.poll(() => covered(RIGHT)).toBeLessThanOrEqual(2);
});
