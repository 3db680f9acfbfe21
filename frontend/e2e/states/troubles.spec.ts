/** When something is gone: the server, the session, the clip's file, the engine's answer. Each is a sentence with a way back. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { clickAt, opened } from "../support/stage";
import { test } from "./live";
import { BALLOON, clickObject, hint, openSample } from "./stage_steps";

const alert = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });

test("a session that does not exist leads back to the clips", async ({ page }) => {
  await page.goto("/session/00000000-0000-0000-0000-000000000000");
  await expect(alert(page, "This session does not exist")).toBeVisible();
  await page.getByRole("button", { name: "Go to the clips" }).click();
  await expect(page.getByRole("region", { name: "Sample clips" })).toBeVisible();
  await page.goto("/nowhere");
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
});

test("the gallery without a server says so and comes back", async ({ page }) => {
  await page.route("**/graphql", (route) => route.abort());
  await page.goto("/");
  await expect(alert(page, "The clips could not be fetched")).toContainText("Check that Masklet is running");
  await page.unroute("**/graphql");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("region", { name: "Sample clips" })).toBeVisible();
});

test("a click that the engine cannot answer is told, and nothing is left behind", async ({ page }) => {
  await openSample(page);
  for (const [code, message] of [
    ["WORKER_FAILED", "The engine stopped. It is started again; click once more."],
    ["DEVICE_OUT_OF_MEMORY", "The GPU has no memory left for this. Nothing is lost: choose smaller images."],
    ["CHECKPOINT_UNREADABLE", "The checkpoint of SAM 2.1 tiny is damaged. Download it again."],
  ] as const) {
    const errors = [{ message, extensions: { code } }];
    await page.route("**/graphql", (route) =>
      route.request().postData()?.includes("mutation AddPoints")
        ? route.fulfill({ json: { data: null, errors } })
        : route.fallback(),
    );
    await clickAt(page, BALLOON);
    const told = alert(page, message);
    await expect(told).toContainText("The click was not taken");
    await expect(page.getByRole("button", { name: /plus point/ })).toHaveCount(0);
    await told.getByRole("button", { name: "Dismiss" }).click();
  }
  await page.unroute("**/graphql");
  await clickObject(page, BALLOON);
  await expect(page.getByRole("button", { name: "Hide Object 1" })).toBeVisible();
});

test("leaving the stage closes the session, unless it tracks", async ({ page }) => {
  // Requests of a page that is being left are not told to tests; the page itself counts them.
  await page.addInitScript(() => {
    const send = window.fetch;
    window.fetch = (input, init) => {
      const closes = String(init?.body).includes("mutation CloseSession") && init?.keepalive === true;
      if (closes) localStorage.setItem("closes", `${Number(localStorage.getItem("closes")) + 1}`);
      return send(input, init);
    };
  });
  const closes = () => page.evaluate(() => Number(localStorage.getItem("closes")));
  await openSample(page);
  await clickObject(page, BALLOON);
  await page.keyboard.press("t");
  await expect(page.getByRole("status", { name: "Tracking progress" })).toBeVisible();
  await page.getByRole("button", { name: "Clips" }).click();
  await expect(page.getByText(/^Tracking \d+/)).toBeVisible();
  expect(await closes()).toBe(0);
  await page
    .getByRole("button", { name: /^Continue Balloons/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Cancel tracking" }).click();
  await expect(page.getByRole("status", { name: "Tracking progress" })).toHaveCount(0);
  await page.reload();
  await opened(page);
  expect(await closes()).toBe(1);
  await page.getByRole("button", { name: "Clips" }).click();
  await expect.poll(closes).toBe(2);
});

test("the server goes away: a sentence in the picture; it comes back: all goes on", async ({
  page,
  live,
}) => {
  // Frames from the server: a decoder here has read the small clip whole.
  await page.addInitScript(() => Reflect.deleteProperty(window, "VideoDecoder"));
  await openSample(page);
  await live.stop("SIGKILL");
  await expect(page.getByText("Reconnecting…")).toBeVisible();
  await page.getByRole("textbox", { name: "Frame number" }).fill("120");
  await page.keyboard.press("Enter");
  await expect(alert(page, "The picture could not be shown")).toContainText("The server does not answer", {
    timeout: 20_000,
  });
  await clickAt(page, [0.9, 0.9]);
  await expect(alert(page, "The click was not taken")).toContainText("The server does not answer");
  await live.start();
  await expect(page.getByText("Reconnecting…")).toHaveCount(0, { timeout: 20_000 });
  await expect(alert(page, "The picture could not be shown")).toHaveCount(0);
  await opened(page);
  await expect(page.getByRole("slider", { name: "Frame" })).toHaveAttribute("aria-valuenow", "120");
  await page.keyboard.press("Home");
  await clickObject(page, BALLOON);
  await expect(page.getByRole("button", { name: "Hide Object 1" })).toBeVisible();
});

test("a clip whose file is gone says so and leads back", async ({ page, live }) => {
  rmSync(join(live.dataDir, "videos/marbles/video.mp4"));
  await page.goto("/");
  await page.getByRole("button", { name: "Open Marbles on a table" }).click();
  const problem = alert(page, "The picture could not be shown");
  await expect(problem).toContainText(/cannot be decoded|is missing/, { timeout: 20_000 });
  await problem.getByRole("button", { name: "Go to the clips" }).click();
  await expect(page.getByRole("region", { name: "Sample clips" })).toBeVisible();
  await expect(hint(page)).toHaveCount(0);
});
