/** The main job with SAM 2, a small network of random weights standing in for a checkpoint: every step of the product, not the masks' worth. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { runsOf } from "../src/masks/rle";
import { test as base, LiveServer, python } from "./support/server";
import {
  canvas,
  clickAt,
  goToFrame,
  grab,
  opened,
  runPython,
  shareDiffering,
  track,
  uploadAndOpen,
  writeScene,
} from "./support/stage";

const PICO = "sam2.1_hiera_pico";
const FRAMES = 16;
const CORRECTED = 9;
/** The first click loads PyTorch and the network; on a busy machine that takes its time. */
const FIRST_MASK = { timeout: 60_000 };

const hasTorch =
  spawnSync(python, ["-c", "import importlib.util as i; raise SystemExit(not i.find_spec('torch'))"])
    .status === 0;

/** A server whose only checkpoint is the small one, and which reaches no publisher. */
const test = base.extend<object, { live: LiveServer }>({
  live: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "masklet-sam2-"));
      runPython(["pico_checkpoint.py", folder]);
      const server = await LiveServer.create({
        MASKLET_CHECKPOINTS_DIR: folder,
        MASKLET_CHECKPOINT_BASE: "http://127.0.0.1:9",
        MASKLET_ENGINE: PICO,
      });
      await use(server);
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 240_000 },
  ],
  baseURL: ({ live }, use) => use(live.url),
});
test.skip(!hasTorch, "PyTorch is not installed: make sam2");

interface StoredMask {
  readonly frame: number;
  readonly object: number;
  readonly counts: string;
  readonly area: number;
}

/** What the server keeps of the open session's masks. */
async function storedMasks(page: Page): Promise<readonly StoredMask[]> {
  const query = `query Masks($sessionId: String!, $last: Int!) {
    masklets(sessionId: $sessionId, startFrame: 0, endFrame: $last) {
      frameIndex rleMaskList { objectId rleMask { counts } }
    }
  }`;
  const sessionId = new URL(page.url()).pathname.split("/").at(-1);
  const data = { query, variables: { sessionId, last: FRAMES - 1 } };
  const body = (await (await page.request.post("/graphql", { data })).json()) as {
    data: {
      masklets: { frameIndex: number; rleMaskList: { objectId: number; rleMask: { counts: string } }[] }[];
    };
  };
  return body.data.masklets.flatMap(({ frameIndex, rleMaskList }) =>
    rleMaskList.map(({ objectId, rleMask: { counts } }) => ({
      frame: frameIndex,
      object: objectId,
      counts,
      area: runsOf(counts).reduce((sum, run, place) => sum + (place % 2 === 1 ? run : 0), 0),
    })),
  );
}

const places = (masks: readonly StoredMask[]): string[] =>
  masks.map(({ frame, object }) => `${frame}:${object}`).sort();

const everyFrame = (...objects: readonly number[]): string[] =>
  Array.from({ length: FRAMES }, (_, frame) => objects.map((object) => `${frame}:${object}`))
    .flat()
    .sort();

/** Random weights may find nothing where somebody clicks; then nothing must be drawn. */
async function isDrawn(page: Page, untouched: Awaited<ReturnType<typeof grab>>, area: number): Promise<void> {
  if (area > 0) await expect.poll(async () => shareDiffering(await grab(page), untouched)).toBeGreaterThan(0);
  else expect(shareDiffering(await grab(page), untouched)).toBe(0);
}

test("the whole job with SAM 2", async ({ page }) => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), "masklet-sam2-job-"));
  const file = join(folder, "balloons.mp4");
  const points = Object.values(writeScene(file, "balloons", FRAMES)).map(({ point }) => point);
  const [first, second] = points;
  if (first === undefined || second === undefined) throw new Error("the scene lost its balloons");
  await page.goto("/");
  await expect(page.getByRole("combobox", { name: "Engine for new sessions" })).toHaveText(/^SAM 2\.1 pico/);
  await uploadAndOpen(page, file, "balloons");
  await expect(page.getByText(/^SAM 2\.1 pico.* on (?!$)/)).toBeVisible();
  const untouched = await grab(page);

  await test.step("a click makes a mask, a second object another", async () => {
    await clickAt(page, first);
    await expect(page.getByRole("button", { name: "Hide Object 1", exact: true })).toBeVisible(FIRST_MASK);
    await expect.poll(async () => places(await storedMasks(page))).toEqual(["0:0"]);
    const [mask] = await storedMasks(page);
    await isDrawn(page, untouched, mask?.area ?? 0);
    await page.getByRole("button", { name: "Add object" }).click();
    await clickAt(page, second);
    await expect.poll(async () => places(await storedMasks(page)), FIRST_MASK).toEqual(["0:0", "0:1"]);
  });

  await test.step("tracking brings a mask of each object on every frame", async () => {
    await track(page, "forward");
    expect(places(await storedMasks(page))).toEqual(everyFrame(0, 1));
    await goToFrame(page, FRAMES - 1);
  });

  await test.step("a correction stays, also when tracked again", async () => {
    await goToFrame(page, CORRECTED);
    await page.getByRole("button", { name: "Select Object 1", exact: true }).click();
    await clickAt(page, [0.5, 0.6]);
    await expect(page.getByRole("button", { name: "Track again" })).toBeVisible();
    const ofCorrected = async () =>
      (await storedMasks(page)).find(({ frame, object }) => frame === CORRECTED && object === 0)?.counts;
    const corrected = await ofCorrected();
    await page.getByRole("button", { name: "Track again" }).click();
    const progress = page.getByRole("status", { name: "Tracking progress" });
    await expect(page.getByRole("button", { name: "Track again" })).toHaveCount(0);
    await expect(progress).toHaveCount(0, { timeout: 150_000 });
    expect(await ofCorrected()).toBe(corrected);
    expect(places(await storedMasks(page))).toEqual(everyFrame(0, 1));
  });

  const stored = await storedMasks(page);
  await test.step("the exported COCO file holds what is stored", async () => {
    await page.getByRole("tab", { name: "Export" }).click();
    await page.getByRole("button", { name: /^Export COCO/ }).click();
    const link = page.getByRole("region", { name: "Exports" }).getByRole("link", { name: "Download" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      link.first().click({ timeout: 60_000 }),
    ]);
    const coco = JSON.parse(readFileSync(await download.path(), "utf8")) as {
      info: { engine: string };
      annotations: { frame_index: number; track_id: number; segmentation: { counts: string } }[];
    };
    expect(coco.info.engine).toBe(PICO);
    const exported = coco.annotations.map((one) => [one.frame_index, one.track_id, one.segmentation.counts]);
    const visible = stored.filter(({ area }) => area > 0);
    expect(exported).toEqual(visible.map(({ frame, object, counts }) => [frame, object + 1, counts]));
  });

  await test.step("a reload brings everything back", async () => {
    await goToFrame(page, CORRECTED);
    const before = await grab(page);
    await page.reload();
    await expect(canvas(page)).toBeVisible();
    await expect(page.getByRole("button", { name: "Hide Object 2", exact: true })).toBeVisible();
    await goToFrame(page, CORRECTED);
    await expect.poll(async () => shareDiffering(await grab(page), before)).toBeLessThan(0.001);
    expect(await storedMasks(page)).toEqual(stored);
  });
  rmSync(folder, { recursive: true, force: true });
});

test("a coarser quality is a session of its own, and says so", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/");
  await page.getByRole("combobox", { name: "Quality" }).click();
  const coarsest = page.getByRole("option").last();
  const size = /\((\d+)\)/.exec((await coarsest.textContent()) ?? "")?.[1] ?? "";
  await coarsest.click();
  await page.getByRole("button", { name: "Open Balloons at dusk" }).click();
  await opened(page);
  await expect(page.getByText(new RegExp(`^SAM 2\\.1 pico.*, ${size} px on `))).toBeVisible();
  const address = page.url();
  await clickAt(page, [0.155, 0.25]);
  await expect(page.getByRole("button", { name: "Hide Object 1" })).toBeVisible(FIRST_MASK);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: "Clips" }).click();
  await expect(page.getByRole("region", { name: "Continue" })).toContainText(`${size} px`);
  await page.getByRole("combobox", { name: "Quality" }).click();
  await page.getByRole("option", { name: /^Full/ }).click();
  await page.getByRole("button", { name: "Open Balloons at dusk" }).click();
  await opened(page);
  expect(page.url()).not.toBe(address);
});

test("without a network a download says so, and the small checkpoint is listed", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Engines" }).click();
  const list = page.getByRole("dialog", { name: "Engines" });
  await expect(list.getByRole("listitem", { name: /^SAM 2\.1 pico/ })).toContainText("Checkpoint ready");
  const tiny = list.getByRole("listitem", { name: "SAM 2.1 tiny" });
  await tiny.getByRole("button", { name: "Download" }).click();
  await expect(tiny.getByRole("alert")).toContainText("There is no network", { timeout: 30_000 });
  await expect(tiny.getByRole("alert")).toContainText("sam2.1_hiera_tiny.pt");
  await expect(tiny.getByRole("button", { name: "Try again" })).toBeVisible();
});
