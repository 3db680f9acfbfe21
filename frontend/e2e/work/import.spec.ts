/** Masks out of one session and into another of the same clip, to the bit; what is refused, given up, and who listens. */
import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import { clean } from "../support/axe";
import { test } from "../support/server";
import { track } from "../support/stage";
import { clickBoth, FRAMES, lane, notices, openDesk, rows } from "./desk";

interface Coco {
  readonly images: readonly { readonly id: number; readonly frame_index: number }[];
  readonly annotations: readonly Readonly<Record<string, unknown>>[];
}

const panel = (page: Page): Locator => page.getByRole("dialog", { name: /^(Import masks|Masks imported)$/ });
const files = (page: Page): Locator => page.getByLabel("Files of masks");
const start = (page: Page): Locator => panel(page).getByRole("button", { name: "Import", exact: true });

async function exportCoco(page: Page): Promise<Coco> {
  await page.getByRole("tab", { name: "Export" }).click();
  await page.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name: /^COCO JSON/ }).click();
  await page.getByRole("button", { name: /^Export COCO/ }).click();
  const link = page.getByRole("region", { name: "Exports" }).getByRole("link", { name: "Download" });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click({ timeout: 60_000 })]);
  return JSON.parse(await readFile(await download.path(), "utf8"));
}

const asFile = (coco: unknown, name = "balloons.json") => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(typeof coco === "string" ? coco : JSON.stringify(coco)),
});

/** A session whose two balloons are tracked, as COCO. */
async function tracked(page: Page): Promise<Coco> {
  await openDesk(page);
  await clickBoth(page);
  await track(page, "forward");
  return exportCoco(page);
}

/** As a person does who drops a file on the page, whatever is in the way. */
async function drag(page: Page, kind: "dragover" | "drop", name: string, content: string): Promise<void> {
  await page.evaluate(
    ([type, fileName, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], fileName));
      window.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }));
    },
    [kind, name, content] as const,
  );
}

test("masks of one session come into another, to the bit, as one step that goes back and forth", async ({
  page,
}) => {
  test.setTimeout(150_000);
  const coco = await tracked(page);
  await openDesk(page);
  await page.getByRole("button", { name: "Import masks…" }).last().click();
  await files(page).setInputFiles(asFile(coco));
  await expect(panel(page).getByText("balloons.json")).toBeVisible();
  await start(page).click();
  await expect(panel(page).getByRole("status").first()).toHaveText(
    `${2 * FRAMES} masks of 2 objects on frames 0–${FRAMES - 1}`,
  );
  await expect(panel(page).getByText("Everything in the file was taken.")).toBeVisible();
  await clean(page, "the report");
  await panel(page).getByRole("button", { name: "Undo the import" }).click();
  await expect(panel(page).getByText(/^Taken back/)).toBeVisible();
  await panel(page).getByRole("button", { name: "Bring them back" }).click();
  await panel(page).getByRole("button", { name: "Object 2" }).click();
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Rename Object 2" })).toBeVisible();
  for (const name of ["Object 1", "Object 2"])
    await expect(lane(page, name)).toContainText(`Masks on ${FRAMES} frames`);

  const again = await exportCoco(page);
  // How sure an engine was is not asked of masks that a person brings.
  const part = ({ score: _, ...annotation }: Readonly<Record<string, unknown>>) => annotation;
  expect(again.annotations.map(part)).toEqual(coco.annotations.map(part));
  await page.getByRole("button", { name: "History", exact: true }).click();
  const steps = page.getByRole("list", { name: "History" }).getByRole("button");
  await expect(steps.first()).toContainText("Masks imported from “balloons.json”");
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Objects" }).click();
  await page.keyboard.press("Control+z");
  await expect(notices(page)).toContainText("Undone: Masks imported from “balloons.json”");
  await expect(rows(page).getByRole("button")).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(lane(page, "Object 2")).toContainText(`Masks on ${FRAMES} frames`);
});

test("what did not fit is listed by kinds; prompts of an import are tracked from", async ({ page }) => {
  test.setTimeout(150_000);
  const { images, annotations, ...rest } = await tracked(page);
  const [first] = annotations;
  const counts = { size: [720, 1280], counts: [720 * 1280] };
  const empty = [1, 2, 3, 4, 5].map((id) => ({ ...first, id: 9000 + id, segmentation: counts }));
  const small = { ...first, id: 9100, segmentation: { size: [100, 100], counts: [0, 10_000] } };
  const late = { id: 999, file_name: "000999.jpg", frame_index: 999, width: 1280, height: 720 };
  const beyond = { ...first, id: 9200, image_id: 999 };
  const file = { ...rest, images: [...images, late], annotations: [...annotations, ...empty, small, beyond] };
  await openDesk(page);
  await page.keyboard.press("Control+i");
  await files(page).setInputFiles(asFile(file));
  await panel(page)
    .getByRole("radio", { name: /^The first mask of each object/ })
    .check();
  await start(page).click();
  await expect(panel(page).getByRole("status").first()).toHaveText("2 masks of 2 objects on frame 0");
  const leftOut = panel(page).getByRole("region", { name: "Left out" });
  await expect(leftOut.getByText("Empty masks5")).toBeVisible();
  await expect(leftOut.getByText("annotation 9005")).toHaveCount(0);
  await leftOut.getByRole("button", { name: "and 2 more" }).click();
  await expect(leftOut.getByText("annotation 9005")).toBeVisible();
  await expect(leftOut.getByText(/100 × 100/)).toBeVisible();
  await expect(leftOut.getByText(/no frame 999/)).toBeVisible();
  await clean(page, "what was left out");
  await panel(page).getByRole("button", { name: "Show frame 0" }).click();
  await expect(lane(page, "Object 1")).toContainText("Mask on 1 frame, 1 prompted frame");
  await track(page, "forward");
  await expect(lane(page, "Object 1")).toContainText(`Masks on ${FRAMES} frames, 1 prompted frame`);
});

test("a broken file is dropped: what will happen is said, then why it did not, and nothing is lost", async ({
  page,
}) => {
  await openDesk(page);
  await drag(page, "dragover", "broken.json", "");
  await expect(page.getByText("Drop to import masks into this session")).toBeVisible();
  await drag(page, "drop", "broken.json", '{"images": [], "annotations": [');
  await expect(page.getByText("Drop to import masks into this session")).toHaveCount(0);
  await panel(page)
    .getByRole("radio", { name: /^Every mask/ })
    .check();
  await start(page).click();
  await expect(panel(page).getByRole("alert")).toContainText("broken.json", { timeout: 20_000 });
  await expect(panel(page).getByRole("radio", { name: /^Every mask/ })).toBeChecked();
  await clean(page, "what was refused");
  await drag(page, "drop", "notes.txt", "nothing");
  await expect(panel(page).getByRole("alert")).toContainText("“notes.txt” is no file of masks");
  await expect(start(page)).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(panel(page)).toHaveCount(0);
  await expect(rows(page).getByRole("button")).toHaveCount(0);
});

test("sending can be given up, and is not given up by mistake", async ({ page }) => {
  test.setTimeout(90_000);
  await openDesk(page);
  const line = await page.context().newCDPSession(page);
  const speed = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 60_000 };
  await line.send("Network.emulateNetworkConditions", speed);
  await page.keyboard.press("Control+i");
  await files(page).setInputFiles(
    asFile(`{"images": [], "annotations": []}${" ".repeat(2_000_000)}`, "slow.json"),
  );
  await start(page).click();
  await expect(panel(page).getByText(/^Sending: [\d.]+ KB of 1\.9 MB/)).toBeVisible();
  await clean(page, "being sent");
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Stop sending slow.json?" });
  await question.getByRole("button", { name: "Go on" }).click();
  await expect(panel(page).getByText(/^Sending: /)).toBeVisible();
  await panel(page).getByRole("button", { name: "Cancel" }).click();
  await expect(panel(page).getByText("slow.json")).toBeVisible();
  await expect(start(page)).toBeEnabled();
  await start(page).click();
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Stop sending" }).click();
  await expect(panel(page)).toHaveCount(0);
});

test("by keys alone, in a small window: the focus stays in the panel and goes back", async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 600 });
  await openDesk(page);
  const opener = page.getByRole("button", { name: "Import masks…" }).first();
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(panel(page)).toBeFocused();
  await clean(page, "the panel");
  const inside = () => page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null);
  for (let press = 0; press < 14; press++) {
    await page.keyboard.press("Tab");
    expect(await inside()).toBe(true);
  }
  await files(page).setInputFiles(asFile("{}", `${"a long name ".repeat(12)}.json`));
  await panel(page).getByText("Frame numbers").click();
  await panel(page).getByLabel("The file's frame 0 is the clip's frame").fill("-3");
  await panel(page).getByLabel("Clip frames from one frame of the file to the next").fill("2");
  await page.keyboard.press("Tab");
  await expect(panel(page).getByText(/become frames -3, -1 and 1 of the clip/)).toBeVisible();
  await expect(start(page)).toBeInViewport({ ratio: 1 });
  const sideways = await panel(page).evaluate((box) => box.scrollWidth - box.clientWidth);
  expect(sideways).toBe(0);
  await page.keyboard.press("Escape");
  await expect(panel(page)).toHaveCount(0);
  await expect(opener).toBeFocused();
});
