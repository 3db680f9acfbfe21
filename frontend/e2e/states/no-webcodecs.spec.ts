/** Without WebCodecs (plain http on a LAN address, some browsers) frames come from the server, and the whole job still works. */
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { test } from "../support/server";
import { clickAt, differenceAt, goToFrame, grab, track, uploadAndOpen } from "../support/stage";
import { smallClip } from "./stage_steps";

test("click, track, play and export with frames that the server decodes", async ({ page }) => {
  test.setTimeout(120_000);
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "VideoDecoder");
  });
  const served: string[] = [];
  page.on("request", (request) => request.url().includes("/frames/") && served.push(request.url()));
  const { file, point } = smallClip("served");
  await uploadAndOpen(page, file, "served");
  expect(served.length).toBeGreaterThan(0);
  const untouched = await grab(page);
  await clickAt(page, point);
  await expect.poll(async () => differenceAt(await grab(page), untouched, point)).toBeGreaterThan(12);
  await track(page, "forward");

  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  const frame = page.getByRole("slider", { name: "Frame" });
  await expect.poll(async () => Number(await frame.getAttribute("aria-valuenow"))).toBeGreaterThan(5);
  await page.getByRole("button", { name: /^(Pause|Play)$/ }).click();
  await goToFrame(page, 23);

  await page.getByRole("tab", { name: "Export" }).click();
  await page.getByRole("button", { name: /^Export COCO/ }).click();
  const link = page.getByRole("region", { name: "Exports" }).getByRole("link", { name: "Download" });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click({ timeout: 30_000 })]);
  const coco = JSON.parse(readFileSync(await download.path(), "utf8")) as { annotations: unknown[] };
  expect(coco.annotations.length).toBeGreaterThan(12);
});
