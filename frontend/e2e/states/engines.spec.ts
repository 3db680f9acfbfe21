/** Engines and their checkpoints in the first screen, answered by the test: the choice, the downloads, and what goes wrong with them. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page, type Route } from "@playwright/test";
import { test } from "../support/server";
import { opened } from "../support/stage";
import { EngineAnswers, nineEngines } from "./engine_answers";

const TINY = "sam2.1_hiera_tiny";
const MB = 1024 * 1024;
const list = (page: Page): Locator => page.getByRole("dialog", { name: "Engines" });
const entry = (page: Page, title: string): Locator =>
  list(page).getByRole("listitem", { name: title, exact: true });

async function openList(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Engines/ }).click();
  await expect(list(page)).toBeVisible();
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

test("a checkpoint is downloaded, verified, and its engine used at once", async ({ page }) => {
  const server = await EngineAnswers.on(page);
  await page.goto("/");
  await openList(page);
  const tiny = entry(page, "SAM 2.1 tiny");
  await expect(list(page).getByRole("listitem")).toHaveCount(9);
  await expect(tiny).toContainText(`PyTorch and the checkpoint ${TINY}.pt (about 149 MB)`);
  await expect(tiny).toContainText("Its checkpoint is missing");
  expect(await faults(page), "checkpoints missing").toEqual([]);

  await tiny.getByRole("button", { name: "Download" }).click();
  server.set(TINY, { haveBytes: 40 * MB });
  await expect(tiny).toContainText("40.0 MB of 149 MB · 26 %");
  server.set(TINY, { haveBytes: 44 * MB });
  await expect(tiny).toContainText("MB/s");
  const waiting = entry(page, "SAM 2.1 large").getByRole("button", { name: "Download" });
  await expect(waiting).toBeDisabled();
  await expect(waiting).toHaveAccessibleDescription(/SAM 2\.1 tiny is being downloaded\. One at a time/);
  expect(await faults(page), "downloading").toEqual([]);

  // It goes on while nobody looks, and after a reload.
  await page.reload();
  await expect(page.getByRole("button", { name: "Engines · 29 %" })).toBeVisible();
  server.set(TINY, { state: "VERIFYING", haveBytes: 148.7 * MB });
  await page.getByRole("button", { name: "Engines · verifying…" }).click();
  await expect(tiny).toContainText("Verifying");
  expect(await faults(page), "verifying").toEqual([]);
  server.set(TINY, { state: "READY" });
  await expect(page.getByRole("region", { name: "Notices" })).toContainText("SAM 2.1 tiny is ready");
  await expect(tiny).toContainText("About 2.1 s a frame on this CPU, bfloat16 · Checkpoint ready, 149 MB");
  expect(await faults(page), "ready").toEqual([]);
  await tiny.getByRole("button", { name: "Use" }).click();
  await expect(page.getByRole("combobox", { name: "Engine for new sessions" })).toHaveText("SAM 2.1 tiny");

  // Nothing is asked any more.
  await page.waitForTimeout(1200);
  const asked = server.asked.length;
  await page.waitForTimeout(1500);
  expect(server.asked).toHaveLength(asked);
});

test("a download is cancelled, and goes on where it stopped", async ({ page }) => {
  const server = await EngineAnswers.on(page);
  await page.goto("/");
  await openList(page);
  const tiny = entry(page, "SAM 2.1 tiny");
  await tiny.getByRole("button", { name: "Download" }).dblclick();
  await expect(tiny.getByRole("button", { name: "Cancel" })).toBeVisible();
  expect(server.asked).not.toContain("CancelCheckpointDownload");
  server.set(TINY, { haveBytes: 40 * MB });
  await tiny.getByRole("button", { name: "Cancel" }).click();
  await expect(tiny).toContainText("40.0 MB of 149 MB of the checkpoint here");
  await tiny.getByRole("button", { name: "Go on" }).click();
  await expect(tiny.getByRole("progressbar")).toBeVisible();
});

test("without a network the list says so, and what can be done by hand", async ({ page }) => {
  const server = await EngineAnswers.on(page);
  await page.goto("/");
  await openList(page);
  const tiny = entry(page, "SAM 2.1 tiny");
  await tiny.getByRole("button", { name: "Download" }).click();
  const message = "There is no network connection to dl.fbaipublicfiles.com, or it does not answer.";
  server.set(TINY, { state: "MISSING", problem: { code: "NETWORK_UNAVAILABLE", message } });
  await expect(tiny.getByRole("alert")).toContainText(message);
  await expect(tiny.getByRole("alert")).toContainText(`copy ${TINY}.pt into the server's checkpoints folder`);
  await expect(page.getByRole("region", { name: "Notices" })).toBeEmpty();
  expect(await faults(page), "no network").toEqual([]);
  server.set(TINY, { state: "READY", problem: null });
  await list(page).getByRole("button", { name: "Look again" }).click();
  await expect(tiny.getByRole("button", { name: "Use" })).toBeVisible();
  // Pressing a notice is not pressing beside the list.
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Dismiss" }).click();
  await expect(list(page)).toBeVisible();
});

test("a failure is told where the list is closed, and a refusal where the press was", async ({ page }) => {
  const server = await EngineAnswers.on(page);
  server.refuses = {
    code: "DOWNLOAD_RUNNING",
    message: "A checkpoint is being downloaded already; one at a time.",
  };
  await page.goto("/");
  await openList(page);
  const tiny = entry(page, "SAM 2.1 tiny");
  await tiny.getByRole("button", { name: "Download" }).click();
  await expect(tiny.getByRole("alert")).toHaveText(/being downloaded already/);
  server.refuses = null;
  await tiny.getByRole("button", { name: "Download" }).click();
  await expect(tiny.getByRole("progressbar")).toBeVisible();
  await page.keyboard.press("Escape");
  const message =
    "What came is no such checkpoint and was thrown away. image_encoder.trunk.pos_embed is missing.";
  server.set(TINY, { state: "MISSING", problem: { code: "CHECKPOINT_UNREADABLE", message } });
  await expect(page.getByRole("alert")).toContainText("SAM 2.1 tiny was not downloaded");
  await expect(page.getByRole("alert")).toContainText(message);
});

test("the server goes away during a download: it is said, and goes on when it is back", async ({ page }) => {
  const server = await EngineAnswers.on(page);
  await page.goto("/");
  await openList(page);
  const tiny = entry(page, "SAM 2.1 tiny");
  await tiny.getByRole("button", { name: "Download" }).click();
  const refuse = (route: Route) => route.abort();
  await page.route("**/graphql", refuse);
  await expect(list(page).getByRole("alert")).toContainText("The server does not answer");
  await page.unroute("**/graphql", refuse);
  await expect(list(page).getByRole("alert")).toHaveCount(0);
  server.set(TINY, { haveBytes: 90 * MB });
  await expect(tiny).toContainText("90.0 MB of 149 MB");
});

test("by keyboard: the list, a download, its cancelling, and the choice", async ({ page }) => {
  const server = await EngineAnswers.on(page);
  server.set("sam2.1_hiera_small", { state: "READY", haveBytes: 1 });
  await page.goto("/");
  const opener = page.getByRole("button", { name: "Engines" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(list(page)).toBeFocused();
  const action = entry(page, "SAM 2.1 tiny").getByRole("button");
  for (let press = 0; press < 2; press++) await page.keyboard.press("Tab");
  await expect(action).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(action).toHaveText("Cancel");
  await expect(action).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(action).toHaveText("Go on");
  await expect(action).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(entry(page, "SAM 2.1 small").getByRole("button")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(list(page)).toHaveCount(0);
  await expect(opener).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByRole("combobox", { name: "Quality" })).toBeFocused();
  await page.keyboard.press("Enter");
  const options = page.getByRole("option");
  await expect(options.first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(options.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Quality" })).toHaveText("Fastest, coarsest (512)");
});

test("the choice has what is there first, and a session tells its engine and image size", async ({
  page,
}) => {
  const server = await EngineAnswers.on(page);
  server.set("sam2_hiera_tiny", { state: "READY" });
  await page.goto("/");
  await page.getByRole("combobox", { name: "Engine for new sessions" }).click();
  const options = page.getByRole("option");
  await expect(options).toHaveCount(9);
  await expect(options.nth(1)).toContainText("SAM 2 tiny");
  await expect(options.nth(1)).toContainText("About 2.1 s a frame on this CPU, bfloat16");
  await expect(options.nth(2)).toHaveAttribute("aria-disabled", "true");
  await options.nth(1).click();
  await page.getByRole("combobox", { name: "Quality" }).click();
  await page.getByRole("option", { name: /^Fastest, coarsest/ }).click();
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Quality" })).toHaveText("Fastest, coarsest (512)");
  await page.getByRole("button", { name: "Open Koi pond" }).click();
  await opened(page);
  expect(server.started).toEqual([{ engine: "sam2_hiera_tiny", imageSize: 512 }]);
  await expect(page.getByText("SAM 2 tiny, 512 px on CPU, bfloat16")).toBeVisible();
});

test("long texts and a small window: nothing runs out of the list", async ({ page }) => {
  const long =
    "An engine whose description was written by somebody with much to say about everything. ".repeat(3);
  const engines = nineEngines();
  const [, tiny] = engines;
  if (tiny) Object.assign(tiny, { title: `SAM ${"very ".repeat(20)}tiny`, description: long, reason: long });
  const server = await EngineAnswers.on(page, engines);
  const unbroken = `/srv/${"checkpoints".repeat(20)}`;
  server.set("sam2.1_hiera_small", {
    state: "DAMAGED",
    problem: { code: "CHECKPOINT_UNREADABLE", message: `The file ${unbroken} is cut off.` },
  });
  for (const [width, height] of [
    [800, 600],
    [360, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto("/");
    await openList(page);
    const wide = await list(page).evaluate(
      (panel) =>
        [panel, ...panel.querySelectorAll("*")].filter(
          (element) => element.getBoundingClientRect().right > window.innerWidth,
        ).length,
    );
    expect(wide, `${width} wide`).toBe(0);
    const box = await list(page).boundingBox();
    expect(box?.height).toBeLessThanOrEqual(height);
    await entry(page, "SAM 2 large").getByRole("button", { name: "Download" }).click();
    await expect(entry(page, "SAM 2 large").getByRole("progressbar")).toBeVisible();
    await entry(page, "SAM 2 large").getByRole("button", { name: "Cancel" }).click();
    server.set("sam2_hiera_large", { state: "MISSING" });
    expect(await faults(page), `${width} wide`).toEqual([]);
  }
});
