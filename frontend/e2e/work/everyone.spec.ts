/** Every list and panel passes axe, in English and in Chinese; motion is reduced where it is wished; a small screen holds it all. */
import { expect } from "@playwright/test";
import { clickObject } from "../states/stage_steps";
import { clean } from "../support/axe";
import { test } from "../support/server";
import { clickAt, goToFrame, opened, track } from "../support/stage";
import { addObject, FRAMES, LEFT, openDesk } from "./desk";

test("axe finds nothing serious in the lists and panels of work", async ({ page }) => {
  test.setTimeout(120_000);
  await openDesk(page);
  await clickObject(page, LEFT);
  await expect(page.getByRole("group", { name: "What the click may mean" })).toBeVisible();
  await clean(page, "candidates");
  await addObject(page, 2);
  await clickObject(page, LEFT);
  await track(page, "forward");
  await goToFrame(page, FRAMES - 1);
  await page.getByRole("button", { name: "Set In here" }).click();
  await page.getByRole("button", { name: "Accept this frame" }).click();
  await page.getByRole("button", { name: "History", exact: true }).click();
  await clean(page, "history");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /stretch(es)? needs? a look$/ }).click();
  await clean(page, "frames that need a look");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More ways to track" }).click();
  await clean(page, "ways to track");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More for Object 1" }).click();
  await clean(page, "what an object can do");
  await page.getByRole("menuitem", { name: "Earlier versions…" }).click();
  await clean(page, "earlier versions");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Class of Object 1/ }).click();
  await page.getByRole("menuitem", { name: "Edit classes…" }).click();
  await clean(page, "classes");
  await page.keyboard.press("Escape");
});

test.describe("a browser in Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("axe finds nothing serious there either", async ({ page }) => {
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    await expect(page.getByRole("main").getByRole("button").first()).toBeVisible();
    await clean(page, "home");
    await page.screenshot({ path: "test-results/everyone-zh-home.png" });
    // The clip, not a session that another test began on it.
    await page.getByRole("button", { name: "打开“Balloons at dusk”", exact: true }).click();
    await opened(page);
    await clickAt(page, LEFT);
    await expect(page.getByRole("button", { name: /Object 1/ }).first()).toBeVisible();
    await clean(page, "stage");
    await page.screenshot({ path: "test-results/everyone-zh-stage.png" });
    const tabs = page.getByRole("tab");
    for (const place of [1, 2]) {
      await tabs.nth(place).click();
      await clean(page, `panel ${place}`);
      await page.screenshot({ path: `test-results/everyone-zh-panel-${place}.png` });
    }
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await clean(page, "keys");
    await page.screenshot({ path: "test-results/everyone-zh-keys.png" });
  });
});

test.describe("a browser that wishes less motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("nothing moves longer than a blink", async ({ page }) => {
    const moving = () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter((one) => Number(one.effect?.getComputedTiming().duration ?? 0) > 50)
          .map((one) => (one as CSSAnimation).animationName ?? "transition"),
      );
    await page.goto("/");
    await expect(page.getByRole("button", { name: /^Open / }).first()).toBeVisible();
    expect(await moving()).toEqual([]);
    await page.getByRole("button", { name: "Open Balloons at dusk" }).hover();
    expect(await moving()).toEqual([]);
    await openDesk(page);
    await clickObject(page, LEFT);
    await page.getByRole("button", { name: "More for Object 1" }).click();
    expect(await moving()).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    expect(await moving()).toEqual([]);
  });
});

test("at 768 px nothing is cut off sideways, and panels are reached", async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await openDesk(page);
  await clickObject(page, LEFT);
  for (const panel of ["Objects", "Effects", "Export"]) {
    await page.getByRole("tab", { name: panel }).click();
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways, panel).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/everyone-768-${panel.toLowerCase()}.png` });
  }
  for (const name of ["Track forward", "Undo", "Set In here", "Next frame that needs a look", "Play"]) {
    const button = page.getByRole("button", { name: new RegExp(`^${name}`) }).first();
    await expect(button, name).toBeInViewport({ ratio: 0.99 });
  }
});
