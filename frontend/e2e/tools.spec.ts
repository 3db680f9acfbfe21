/** The hands: brush, eraser, points and boxes that move, candidates by digit, selecting, marks, zoom, fingers. */
import { type CDPSession, expect, type Locator, type Page } from "@playwright/test";
import { BALLOON, clickObject, hint, openSample, prompted } from "./states/stage_steps";
import { test } from "./support/server";
import { canvas, clickAt, differenceAt, grab, opened } from "./support/stage";

type Share = readonly [x: number, y: number];

/** Far from every balloon of the sample's first frame. */
const GROUND: Share = [0.5, 0.85];

async function place(page: Page, [x, y]: Share): Promise<{ x: number; y: number }> {
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error("there is no canvas");
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

/** Press, go there in steps, and do something before letting go. */
async function drag(page: Page, from: Share, to: Share, before = async () => {}): Promise<void> {
  const [start, end] = [await place(page, from), await place(page, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
  await page.mouse.move(end.x, end.y);
  await before();
  await page.mouse.up();
}

const take = (page: Page, tool: string) =>
  page.getByRole("group", { name: "Tool" }).getByRole("button", { name: tool, exact: true }).click();
const strip = (page: Page): Locator => page.getByRole("group", { name: "What the click may mean" });
const point = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const marks = (page: Page) => page.getByRole("status", { name: "On this frame" });
const width = (page: Page) => canvas(page).evaluate((element) => element.getBoundingClientRect().width);

/** Names of the mutations about masks that were sent. */
function mutations(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    const name = /mutation (Add\w+|Clear\w+)/.exec(request.postData() ?? "")?.[1];
    if (name !== undefined) sent.push(name);
  });
  return sent;
}

test.describe("with a mouse", () => {
  test.beforeEach(({ page }) => openSample(page));

  test("brush and eraser change the mask under the hand, and the server keeps it", async ({ page }) => {
    const untouched = await grab(page);
    const painted = async (at: Share) => differenceAt(await grab(page), untouched, at);
    await clickObject(page, BALLOON);
    await take(page, "Brush");
    await expect(hint(page)).toHaveText(/^Paint onto Object 1/);
    await prompted(page, () =>
      drag(page, [0.4, 0.85], [0.6, 0.85], async () => {
        await expect.poll(() => painted(GROUND)).toBeGreaterThan(12);
        await page.screenshot({ path: "test-results/tools-brush.png" });
      }),
    );
    expect(await painted(GROUND)).toBeGreaterThan(12);
    expect(await painted(BALLOON)).toBeGreaterThan(12);
    await expect(marks(page)).toHaveText(/Drawn by hand/);
    await take(page, "Eraser");
    await prompted(page, () =>
      drag(page, [0.45, 0.85], [0.55, 0.85], async () => {
        await expect.poll(() => painted(GROUND)).toBeLessThanOrEqual(2);
      }),
    );
    expect(await painted([0.4, 0.85])).toBeGreaterThan(12);
    await page.reload();
    await opened(page);
    await expect.poll(() => painted([0.4, 0.85])).toBeGreaterThan(12);
    expect(await painted(GROUND)).toBeLessThanOrEqual(2);
  });

  test("the brush's size by slider and by Ctrl and a drag; a ring shows it", async ({ page }) => {
    await take(page, "Brush");
    const slider = page.getByRole("slider", { name: "Brush size" });
    await expect(slider).toHaveAttribute("aria-valuetext", "32 px");
    await slider.press("ArrowRight");
    await expect(slider).toHaveAttribute("aria-valuetext", "34 px");
    await page.keyboard.down("Control");
    const start = await place(page, [0.3, 0.5]);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 66, start.y);
    await page.mouse.up();
    await page.keyboard.up("Control");
    await expect(slider).toHaveAttribute("aria-valuetext", "100 px");
    await page.screenshot({ path: "test-results/tools-ring.png" });
  });

  test("a ring stands where the brush would paint, also where the pointer rests already", async ({
    page,
  }) => {
    const ring = page.locator("[data-ring]");
    const { x, y } = await place(page, [0.4, 0.5]);
    await page.mouse.move(x, y);
    await expect(ring).toBeHidden();
    await page.keyboard.press("b");
    await expect(ring).toBeVisible();
    await page.mouse.move(x + 50, y);
    const box = await ring.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0) / 2).toBeCloseTo(x + 50, 0);
    await page.getByRole("slider", { name: "Brush size" }).hover();
    await expect(ring).toBeHidden();
  });

  test("a point is moved with one edit", async ({ page }) => {
    await clickObject(page, BALLOON);
    const sent = mutations(page);
    await prompted(page, () => drag(page, BALLOON, [0.17, 0.28]));
    expect(sent).toEqual(["AddPoints"]);
    const [at, wanted] = [
      await point(page, "Remove plus point 1").boundingBox(),
      await place(page, [0.17, 0.28]),
    ];
    expect(Math.abs((at?.x ?? 0) + (at?.width ?? 0) / 2 - wanted.x)).toBeLessThan(2);
  });

  test("a box is drawn, changed by a corner and moved by its border", async ({ page }) => {
    await take(page, "Box");
    await prompted(page, () => drag(page, [0.08, 0.1], [0.24, 0.42]));
    await page.screenshot({ path: "test-results/tools-box.png" });
    const sent = mutations(page);
    await prompted(page, () => drag(page, [0.24, 0.42], [0.26, 0.45]));
    await prompted(page, () => drag(page, [0.08, 0.25], [0.07, 0.25]));
    expect(sent).toEqual(["AddBox", "AddBox"]);
    const [cross, wanted] = [
      await page.getByRole("button", { name: "Remove box" }).boundingBox(),
      await place(page, [0.25, 0.1]),
    ];
    expect(Math.abs((cross?.x ?? 0) + (cross?.width ?? 0) / 2 - wanted.x)).toBeLessThan(4);
  });

  test("candidates: looked at, chosen by digit, closed by Escape", async ({ page }) => {
    await clickObject(page, BALLOON);
    await expect(strip(page)).toBeVisible();
    const own = await grab(page);
    const second = strip(page).getByRole("button", { name: "Mask 2" });
    await second.hover();
    await expect(second).toHaveAttribute("aria-pressed", "true");
    await page.screenshot({ path: "test-results/tools-candidates.png" });
    await prompted(page, () => page.keyboard.press("2"));
    await expect(strip(page)).toHaveCount(0);
    await expect(marks(page)).toHaveText(/Drawn by hand/);
    expect(own.data.length).toBe((await grab(page)).data.length);
    await page.keyboard.press("n");
    await clickObject(page, [0.62, 0.4]);
    if (await strip(page).isVisible()) {
      await page.keyboard.press("Escape");
      await expect(strip(page)).toHaveCount(0);
    }
  });

  test("Ctrl and a click selects; absent and accepted are shown and stand in the way", async ({ page }) => {
    await clickObject(page, BALLOON);
    await page.getByRole("button", { name: "Add object" }).click();
    await expect(page.getByRole("button", { name: "Select Object 1", exact: true })).toBeVisible();
    await page.keyboard.down("Control");
    await clickAt(page, BALLOON);
    await page.keyboard.up("Control");
    await expect(page.getByRole("button", { name: "Select Object 2", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Accept this frame" }).click();
    await expect(marks(page)).toHaveText(/Accepted/);
    await clickAt(page, GROUND);
    await expect(page.getByRole("region", { name: "Notices" })).toContainText("This frame is accepted");
    await page.screenshot({ path: "test-results/tools-accepted.png" });
    await page.getByRole("button", { name: "Accept this frame" }).click();
    await expect(marks(page)).not.toHaveText(/Accepted/);
    await page.getByRole("button", { name: "Mark absent here" }).click();
    await expect(marks(page)).toHaveText(/Absent here/);
  });

  test("the wheel zooms, Space and a drag moves, Space alone plays", async ({ page }) => {
    const fitted = await width(page);
    const middle = await place(page, [0.5, 0.5]);
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.wheel(0, -300);
    await expect.poll(() => width(page)).toBeGreaterThan(fitted * 2);
    const before = await canvas(page).boundingBox();
    await page.keyboard.down("Space");
    await page.mouse.down();
    await page.mouse.move(middle.x + 40, middle.y + 20);
    await page.mouse.up();
    await page.keyboard.up("Space");
    await expect
      .poll(async () => (await canvas(page).boundingBox())?.x)
      .toBeCloseTo((before?.x ?? 0) + 40, 0);
    await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
    await page.keyboard.press("Space");
    await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  });

  test("the contour of the frame before shows through, and the overlay goes off and on", async ({ page }) => {
    const untouched = await grab(page);
    const painted = async () => differenceAt(await grab(page), untouched, BALLOON);
    await clickObject(page, BALLOON);
    await expect.poll(painted).toBeGreaterThan(12);
    const next = page.getByRole("button", { name: "Fill, contour, both or no masks" });
    await next.click();
    await expect.poll(painted).toBeLessThanOrEqual(2);
    await next.click();
    await expect.poll(painted).toBeGreaterThan(12);
    await page.getByRole("button", { name: "Next frame", exact: true }).click();
    await page.getByRole("button", { name: "Contours of the neighbouring frames" }).click();
    const contours = page
      .getByRole("application", { name: "Picture" })
      .locator("svg path[d^=M][vector-effect]");
    await expect(contours).toHaveCount(1);
    await page.screenshot({ path: "test-results/tools-onion.png" });
  });

  test("Shift shows the mask before the click", async ({ page }) => {
    const untouched = await grab(page);
    const at = await place(page, BALLOON);
    await page.mouse.move(at.x, at.y);
    await page.keyboard.down("Shift");
    const seen = async () => differenceAt(await grab(page), untouched, BALLOON);
    await expect.poll(seen).toBeGreaterThan(12);
    await page.keyboard.up("Shift");
    await expect.poll(seen).toBeLessThanOrEqual(2);
    await expect(page.getByRole("button", { name: "Hide Object 1", exact: true })).toHaveCount(0);
  });
});

test.describe("with fingers", () => {
  test.use({ hasTouch: true, viewport: { width: 768, height: 1024 } });
  test.beforeEach(({ page }) => openSample(page));

  const touch = (fingers: CDPSession, type: string, touchPoints: { x: number; y: number; id: number }[]) =>
    fingers.send("Input.dispatchTouchEvent", { type: type as "touchStart", touchPoints });

  test("tap adds, a long press takes away, two fingers zoom, one draws", async ({ page }) => {
    const balloon = await place(page, BALLOON);
    await prompted(page, () => page.touchscreen.tap(balloon.x, balloon.y));
    await expect(point(page, "Remove plus point 1")).toBeVisible();
    const fingers = await page.context().newCDPSession(page);
    const ground = await place(page, GROUND);
    await prompted(page, async () => {
      await touch(fingers, "touchStart", [{ ...ground, id: 1 }]);
      await page.waitForTimeout(600);
      await touch(fingers, "touchEnd", []);
    });
    await expect(point(page, "Remove minus point 2")).toBeVisible();
    await page.screenshot({ path: "test-results/tools-768.png" });
    await take(page, "Brush");
    await prompted(page, async () => {
      await touch(fingers, "touchStart", [{ ...ground, id: 1 }]);
      for (const step of [20, 40, 60])
        await touch(fingers, "touchMove", [{ x: ground.x + step, y: ground.y, id: 1 }]);
      await touch(fingers, "touchEnd", []);
    });
    await expect(marks(page)).toHaveText(/Drawn by hand/);
    const [fitted, sent] = [await width(page), mutations(page)];
    const two = (half: number) => [
      { x: ground.x - half, y: ground.y - 60, id: 1 },
      { x: ground.x + half, y: ground.y - 60, id: 2 },
    ];
    await touch(fingers, "touchStart", two(40));
    await touch(fingers, "touchMove", two(60));
    await touch(fingers, "touchMove", two(100));
    await touch(fingers, "touchEnd", []);
    await expect.poll(() => width(page)).toBeGreaterThan(fitted * 2);
    expect(sent).toEqual([]);
    await page.screenshot({ path: "test-results/tools-pinch.png" });
  });

  test("what is pressed is large enough for a finger", async ({ page }) => {
    const buttons = page.getByRole("toolbar", { name: "Tools" }).getByRole("button");
    for (const button of await buttons.all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(40);
    }
  });
});
