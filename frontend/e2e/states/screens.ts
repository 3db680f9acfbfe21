/** Pictures of every state for docs/screens/, made by using the product: `npm run screens`. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { projectRoot, python } from "../support/server";
import { canvas, clickAt, goToFrame, opened, track, uploadAndOpen } from "../support/stage";
import { EngineAnswers } from "./engine_answers";
import { test } from "./live";
import { clickObject, openSample, prompted, smallClip } from "./stage_steps";

const target = join(projectRoot, "docs/screens");
const raw = mkdtempSync(join(tmpdir(), "masklet-screens-"));
const taken: [name: string, what: string][] = [];

async function take(page: Page, name: string, what: string): Promise<void> {
  const file = join(raw, `${name}.png`);
  // What was asked for is drawn a moment later.
  await page.waitForTimeout(500);
  await page.screenshot({ path: file, animations: "disabled" });
  mkdirSync(target, { recursive: true });
  const script = join(import.meta.dirname, "shrink_picture.py");
  execFileSync(python, [script, file, join(target, `${name}.png`)]);
  taken.push([name, what]);
}

test.afterAll(() => {
  const lines = taken.map(([name, what]) => `### ${what}\n\n![${what}](${name}.png)\n`);
  const head =
    "# Screens\n\nEvery state of the two screens. `npm run screens` in `frontend/` makes them again.\n";
  writeFileSync(join(target, "README.md"), `${[head, ...lines].join("\n")}`);
});

/** The two balloons of the sample clip on frame 0. */
const LEFT = [0.155, 0.25] as const;
const RIGHT = [0.8, 0.27] as const;

const graphql = "**/graphql";

test("gallery", async ({ page }) => {
  await page.route(graphql, () => new Promise(() => undefined));
  await page.goto("/");
  await take(page, "gallery-loading", "Gallery: loading");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Open Koi pond" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await take(page, "gallery-empty", "Gallery: nothing of one's own yet");
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "x.mp4"));
    window.dispatchEvent(new DragEvent("dragover", { dataTransfer, cancelable: true }));
  });
  await take(page, "gallery-drop", "Gallery: files hover over the page");
  await page.route(graphql, (route) => route.abort());
  await page.goto("/");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.waitForLoadState("networkidle");
  await take(page, "gallery-no-server", "Gallery: the server does not answer");
});

const MB = 1024 * 1024;

test("engines and their checkpoints", async ({ page }) => {
  const server = await EngineAnswers.on(page);
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Open Koi pond" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.getByRole("combobox", { name: "Engine for new sessions" }).click();
  await take(page, "engines-choice", "Engines: those that are there come first");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Engines" }).click();
  const list = page.getByRole("dialog", { name: "Engines" });
  await expect(list).toBeVisible();
  await take(page, "engines-missing", "Engines: no checkpoint is here yet");
  await list.getByRole("button", { name: "Download: SAM 2.1 tiny" }).click();
  for (const megabytes of [41.2, 44.5, 47.7, 51]) {
    server.set("sam2.1_hiera_tiny", { haveBytes: megabytes * MB });
    await page.waitForTimeout(1100);
  }
  await expect(list.getByText(/MB\/s/)).toBeVisible();
  await take(page, "engines-downloading", "Engines: a checkpoint is being downloaded");
  server.set("sam2.1_hiera_tiny", { state: "VERIFYING", haveBytes: 148.7 * MB });
  await expect(list.getByText("checking that it is right")).toBeVisible();
  await take(page, "engines-verifying", "Engines: what came is verified");
  server.set("sam2.1_hiera_tiny", { state: "READY" });
  await expect(list.getByRole("button", { name: "Use: SAM 2.1 tiny" })).toBeVisible();
  await take(page, "engines-ready", "Engines: ready, and can be used at once");
  await list.getByRole("button", { name: "Use: SAM 2.1 tiny" }).click();
  await page.getByRole("combobox", { name: "Quality" }).click();
  await take(page, "engines-quality", "Engines: how fine one works, and how fast");
  await page.keyboard.press("Escape");
  const noNetwork = {
    code: "NETWORK_UNAVAILABLE",
    message: "There is no network: dl.fbaipublicfiles.com could not be reached. What came is kept.",
  };
  const damaged = {
    code: "CHECKPOINT_UNREADABLE",
    message:
      "The file is no checkpoint of SAM 2.1 large: image_encoder.trunk.pos_embed and 3 others are missing.",
  };
  server.set("sam2.1_hiera_small", { state: "PARTIAL", haveBytes: 61 * MB, problem: noNetwork });
  server.set("sam2.1_hiera_large", { state: "DAMAGED", haveBytes: 856.4 * MB, problem: damaged });
  await page.reload();
  await page.getByRole("button", { name: "Engines" }).click();
  await expect(list.getByRole("alert")).toHaveCount(2);
  await take(page, "engines-failed", "Engines: no network, and a file that is damaged");
  await page.setViewportSize({ width: 800, height: 600 });
  await take(page, "engines-800", "Engines: a small window");
  await page.keyboard.press("Escape");
  await take(page, "gallery-800", "Gallery: a small window");
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.getByRole("combobox", { name: "Quality" }).click();
  await page.getByRole("option", { name: /^Fastest/ }).click();
  await page.getByRole("button", { name: "Open Koi pond" }).click();
  await opened(page);
  await take(page, "stage-engine", "Stage: the engine, its quality and its device");
});

test("uploads", async ({ page }) => {
  await page.goto("/");
  const upload = page.getByLabel("Videos to upload", { exact: true });
  await expect(page.getByRole("button", { name: "Open Koi pond" })).toBeVisible();
  const line = await page.context().newCDPSession(page);
  const speed = { offline: false, latency: 0, downloadThroughput: -1 };
  await line.send("Network.emulateNetworkConditions", { ...speed, uploadThroughput: 40_000 });
  await upload.setInputFiles(smallClip("Morning flight").file);
  await expect(page.getByText(/^Sending [1-9]/)).toBeVisible();
  await take(page, "upload-sending", "Upload: being sent");
  await line.send("Network.emulateNetworkConditions", { ...speed, uploadThroughput: -1 });
  await expect(page.getByRole("button", { name: "Open Morning flight" })).toBeVisible({ timeout: 60_000 });
  await upload.setInputFiles(smallClip("Evening flight", 120).file);
  await expect(page.getByText(/^Preparing/)).toBeVisible({ timeout: 20_000 });
  await take(page, "upload-preparing", "Upload: being prepared");
  await expect(page.getByRole("button", { name: "Open Evening flight" })).toBeVisible({ timeout: 60_000 });
  await upload.setInputFiles({ name: "notes.mp4", mimeType: "video/mp4", buffer: Buffer.from("no video") });
  await expect(page.getByRole("alert")).toBeVisible();
  await take(page, "upload-error", "Upload: refused, with the reason");
  await page.getByText("Dismiss", { exact: true }).click();
  await page.route(graphql, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const long = { state: "NEEDS_RANGE", durationSec: 1510 };
    if (body.data?.uploadProgress) Object.assign(body.data.uploadProgress, long);
    await route.fulfill({ response: answer, json: body });
  });
  await upload.setInputFiles({
    name: "Long walk.mp4",
    mimeType: "video/mp4",
    buffer: Buffer.from("no video"),
  });
  await expect(page.getByText("Which part?")).toBeVisible();
  await take(page, "upload-range", "Upload: longer than clips may be");
});

test("names in many scripts, and clips to go on with", async ({ page }) => {
  await page.goto("/");
  const names = [
    "京都の気球 🎈 アニメーション",
    "안개 낀 아침의 열기구",
    "A very long name ".repeat(4).trim(),
  ];
  for (const name of names) {
    await page.getByLabel("Videos to upload", { exact: true }).setInputFiles(smallClip(name).file);
    await expect(page.getByRole("button", { name: `Open ${name}` })).toBeVisible({ timeout: 60_000 });
  }
  await page.getByRole("button", { name: `Open ${names[2]}` }).click();
  await opened(page);
  for (const name of [
    "左の気球",
    "오른쪽 열기구 🎈",
    "An object with a name that is far too long for its row",
  ]) {
    await page.keyboard.press("n");
    await page.getByRole("button", { name: /^Rename Object/ }).click();
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: `Rename ${name}` })).toBeVisible();
  }
  await take(page, "stage-names", "Stage: long names and other scripts");
  await page.getByRole("button", { name: "Clips" }).click();
  await expect(page.getByRole("region", { name: "Continue" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await take(page, "gallery-clips", "Gallery: sessions to go on with, and clips");
  await page.getByRole("button", { name: `Delete ${names[0]}` }).click();
  await take(page, "gallery-delete", "Gallery: the question before a clip is deleted");
});

async function addBoth(page: Page): Promise<void> {
  await clickObject(page, LEFT);
  await page.keyboard.press("n");
  await expect(page.getByRole("button", { name: "Rename Object 2" })).toBeVisible();
  await clickObject(page, RIGHT);
}

test("from the first click to the export", async ({ page }) => {
  await page.route("**/gallery/*.mp4", () => new Promise(() => undefined));
  await page.goto("/");
  await page.getByRole("button", { name: "Open Balloons at dusk" }).click();
  await expect(page.getByText("Opening the clip…")).toBeVisible();
  await take(page, "stage-opening", "Stage: opening");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await openSample(page);
  await take(page, "stage-first", "Stage: the first hint");
  await clickObject(page, LEFT);
  await take(page, "stage-clicked", "Stage: one click, one mask");
  await page.keyboard.press("n");
  await expect(page.getByRole("button", { name: "Rename Object 2" })).toBeVisible();
  await clickObject(page, RIGHT);
  await clickObject(page, [0.75, 0.6], { button: "right" });
  await take(page, "stage-objects", "Stage: a second object, and a click that takes away");
  await page.keyboard.press("t");
  await expect(page.getByRole("status", { name: "Tracking progress" })).toContainText("left", {
    timeout: 30_000,
  });
  await page.waitForTimeout(3000);
  await take(page, "stage-tracking", "Stage: tracking");
  const done = page.getByRole("region", { name: "Notices" }).getByText("Tracking is done");
  await expect(done).toBeVisible({ timeout: 90_000 });
  await goToFrame(page, 60);
  await take(page, "stage-done", "Stage: tracking is done");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await clickObject(page, [0.5, 0.9], { button: "right" });
  await take(page, "stage-corrected", "Stage: corrected, to be tracked again");
  await page.getByRole("tab", { name: "Effects" }).click();
  await page.getByRole("button", { name: "Add effect" }).click();
  await take(page, "effects-grid", "Effects: all that there are");
  await page.getByRole("button", { name: "Add effect" }).click();
  for (const name of ["Portrait", "Stage light", "Paper", "Neon", "Names", "Comic", "Speed", "Masks"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.waitForTimeout(500);
    await take(page, `effect-${name.toLowerCase().replaceAll(" ", "-")}`, `Effects: ${name.toLowerCase()}`);
  }
  await page.getByRole("tab", { name: "Export" }).click();
  await page.getByRole("combobox", { name: "Format" }).click();
  await take(page, "export-formats", "Export: the formats");
  await page.getByRole("option", { name: /^MP4/ }).click();
  await take(page, "export-movie", "Export: a movie, made in this browser or on the server");
  await page.getByRole("radio", { name: "On the server" }).click();
  await page.getByRole("button", { name: /^Export MP4/ }).click();
  await expect(page.getByText(/^Frame [1-9]\d* of/)).toBeVisible({ timeout: 30_000 });
  await take(page, "export-running", "Export: being written");
  await expect(page.getByRole("link", { name: "Download" })).toBeVisible({ timeout: 90_000 });
  await take(page, "export-done", "Export: ready to download");
});

/** Annotations that do not fit, beside those that do: empty, of another shape, on a frame that is not there. */
function withMisfits(coco: string): string {
  const { images, annotations, ...rest } = JSON.parse(coco);
  const [first] = annotations;
  const [height, width] = first.segmentation.size;
  const empty = { size: [height, width], counts: [height * width] };
  const strange = [
    ...[901, 902, 903, 904, 905].map((id) => ({ ...first, id, segmentation: empty })),
    { ...first, id: 906, segmentation: { size: [480, 480], counts: [0, 480 * 480] } },
    { ...first, id: 907, image_id: 999 },
    { ...first, id: 908 },
  ];
  const late = { ...images[0], id: 999, frame_index: 999, file_name: "000999.jpg" };
  return JSON.stringify({ ...rest, images: [...images, late], annotations: [...annotations, ...strange] });
}

test("masks from a file", async ({ page }) => {
  await uploadAndOpen(page, smallClip("Dawn flight", 32).file, "Dawn flight");
  await addBoth(page);
  await track(page, "forward");
  await page.getByRole("tab", { name: "Export" }).click();
  await page.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name: /^COCO JSON/ }).click();
  await page.getByRole("button", { name: /^Export COCO/ }).click();
  const link = page.getByRole("region", { name: "Exports" }).getByRole("link", { name: "Download" });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click({ timeout: 60_000 })]);
  const coco = withMisfits(await readFile(await download.path(), "utf8"));
  await openSample(page, "Dawn flight");
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "x.json"));
    window.dispatchEvent(new DragEvent("dragover", { dataTransfer, cancelable: true }));
  });
  await take(page, "import-drop", "Import: a file hovers over the session");
  await page.evaluate(() => window.dispatchEvent(new DragEvent("dragleave")));
  await page.keyboard.press("Control+i");
  const panel = page.getByRole("dialog", { name: /^(Import masks|Masks imported)$/ });
  await take(page, "import-empty", "Import: what to read, and what it becomes");
  const name = "Dawn flight, checked by two people, final (2).json";
  const choose = (content: string) =>
    page.getByLabel("Files of masks").setInputFiles({
      name,
      mimeType: "application/json",
      buffer: Buffer.from(content),
    });
  const start = panel.getByRole("button", { name: "Import", exact: true });
  await choose('{"images": [], "annotations": [');
  await start.click();
  await expect(panel.getByRole("alert")).toBeVisible({ timeout: 30_000 });
  await panel.getByText("Frame numbers").click();
  await take(page, "import-refused", "Import: refused, with the reason");
  await panel.getByText("Frame numbers").click();
  await choose(coco + " ".repeat(3 * MB));
  await take(page, "import-chosen", "Import: a file was chosen");
  await page.setViewportSize({ width: 768, height: 600 });
  await take(page, "import-768", "Import: a small window");
  await page.setViewportSize({ width: 1280, height: 720 });
  const line = await page.context().newCDPSession(page);
  const speed = { offline: false, latency: 0, downloadThroughput: -1 };
  await line.send("Network.emulateNetworkConditions", { ...speed, uploadThroughput: 400_000 });
  await start.click();
  await expect(panel.getByText(/^Sending: [1-9]/)).toBeVisible();
  await take(page, "import-sending", "Import: being sent");
  await line.send("Network.emulateNetworkConditions", { ...speed, uploadThroughput: -1 });
  await expect(panel.getByRole("button", { name: "Undo the import" })).toBeEnabled({ timeout: 60_000 });
  await take(page, "import-report", "Import: what came, and what did not fit");
  await panel.getByRole("button", { name: /^Show frame/ }).click();
  await page.getByRole("button", { name: "History", exact: true }).click();
  await take(page, "import-history", "Import: one step of the history");
});

test("tools, keys and troubles", async ({ page, live }) => {
  await openSample(page);
  await addBoth(page);
  await page.keyboard.press("?");
  await take(page, "stage-keys", "Stage: the list of keys");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Colour of Object 1" }).click();
  await take(page, "stage-colours", "Stage: the 32 colours");
  await page.keyboard.press("Escape");
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowUp");
  await take(page, "stage-crosshair", "Stage: the crosshair of the keyboard");
  await page.getByRole("button", { name: "Delete Object 2" }).click();
  await take(page, "stage-delete", "Stage: the question before an object is deleted");
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.keyboard.press("n");
  await page.keyboard.press("w");
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error("there is no canvas");
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.4 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.58 * box.height, { steps: 4 });
  await take(page, "stage-box", "Stage: drawing a box");
  await prompted(page, () => page.mouse.up());
  for (const [width, height] of [
    [768, 1024],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(500);
    await take(page, `stage-${width}`, `Stage: ${width} wide`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await live.stop("SIGKILL");
  await expect(page.getByText("Reconnecting…")).toBeVisible();
  await page.keyboard.press("Escape");
  await clickAt(page, [0.5, 0.5]);
  await expect(page.getByText("The click was not taken")).toBeVisible();
  await take(page, "stage-reconnecting", "Stage: the server does not answer");
  await live.start();
  await page.route("**/gallery/*.mp4", (route) => route.abort());
  await page.route("**/frames/**", (route) => route.abort());
  await page.goto("/");
  await page.getByRole("button", { name: "Open Marbles on a table" }).click();
  await expect(page.getByText("The picture could not be shown")).toBeVisible({ timeout: 30_000 });
  await take(page, "stage-no-picture", "Stage: the picture could not be fetched");
  await page.goto("/session/none");
  await expect(page.getByRole("alert")).toBeVisible();
  await take(page, "stage-no-session", "Stage: a session that does not exist");
});
