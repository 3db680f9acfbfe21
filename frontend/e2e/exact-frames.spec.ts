/** Frame k of the server is frame k of the browser: clips whose frames carry their number, through the whole product. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type APIRequestContext, expect } from "@playwright/test";
import { projectRoot, python, test } from "./support/server";
import { clickAt, goToFrame, grab, runPython, uploadAndOpen } from "./support/stage";

const FRAMES = 75;
const WIDTH = 320;
const HEIGHT = 180;
const SQUARE = 30;

let folder = "";
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "masklet-frames-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** The numbers that pictures carry, read by the same code that wrote them. */
function numbersIn(files: readonly string[]): readonly number[] {
  const program = [
    "import json, sys, cv2",
    `sys.path.insert(0, ${JSON.stringify(join(projectRoot, "backend/tests/support"))})`,
    "from numbered_clip import read_number",
    "print(json.dumps([read_number(cv2.imread(file)) for file in sys.argv[1:]]))",
  ].join("\n");
  return JSON.parse(execFileSync(python, ["-c", program, ...files], { encoding: "utf8" }));
}

/** First, last and ten others, without a pattern but the same in every run. */
function someFrames(count: number): readonly number[] {
  const others = Array.from({ length: 10 }, (_, n) => 1 + ((n * 7919 + 13) % (count - 2)));
  return [0, count - 1, ...new Set(others)];
}

/** A picture as binary PPM, which OpenCV reads. */
async function writePpm(file: string, picture: Awaited<ReturnType<typeof grab>>): Promise<void> {
  const pixels = Buffer.alloc(picture.width * picture.height * 3);
  for (let at = 0; at < picture.width * picture.height; at += 1) {
    pixels.set(picture.data.subarray(4 * at, 4 * at + 3), 3 * at);
  }
  await writeFile(file, Buffer.concat([Buffer.from(`P6 ${picture.width} ${picture.height} 255\n`), pixels]));
}

interface Stored {
  readonly path: string;
  readonly frameUrl: string;
  readonly frameCount: number;
}

/** The newest of that title. */
async function uploadCalled(request: APIRequestContext, title: string): Promise<Stored> {
  const query = "{ videos { edges { node { path title frameUrl frameCount } } } }";
  const answer = await (await request.post("/graphql", { data: { query } })).json();
  return answer.data.videos.edges
    .map((edge: { node: object }) => edge.node)
    .find((video: { title: string }) => video.title === title);
}

for (const rate of ["24000/1001", "25", "30000/1001", "60"]) {
  for (const variable of [false, true]) {
    const name = `${variable ? "variable" : "constant"} ${rate.replace("/", "-")}`;
    test(`the browser shows the server's frame: ${name}`, async ({ page, request }) => {
      test.setTimeout(120_000);
      const file = join(folder, `${name}.mp4`);
      const size = `${WIDTH}x${HEIGHT}`;
      runPython([
        "numbered_clip.py",
        file,
        "--rate",
        rate,
        "--frames",
        String(FRAMES),
        "--size",
        size,
        ...(variable ? ["--vfr"] : []),
      ]);
      await uploadAndOpen(page, file, name);
      const video = await uploadCalled(request, name);
      const frames = someFrames(video.frameCount);
      const shown: string[] = [];
      const served: string[] = [];
      for (const frame of frames) {
        await goToFrame(page, frame);
        shown.push(join(folder, `shown-${frame}.ppm`));
        served.push(join(folder, `served-${frame}.jpg`));
        await writePpm(shown.at(-1) ?? "", await grab(page));
        const still = await request.get(new URL(video.frameUrl.replace("{frame}", String(frame))).pathname);
        await writeFile(served.at(-1) ?? "", await still.body());
      }
      const numbers = numbersIn(shown);
      expect(numbers).toEqual(numbersIn(served));
      if (!variable) {
        expect(video.frameCount).toBe(FRAMES);
        expect(numbers).toEqual(frames);
      } else {
        // a variable source is resampled: every tick shows a real frame, in order, from the first to the last
        const inOrder = frames
          .map((frame, at) => [frame, numbers[at] ?? -1] as const)
          .sort((a, b) => a[0] - b[0]);
        expect(inOrder.map(([, number]) => number)).toEqual([...numbers].sort((a, b) => a - b));
        expect([numbers[0], numbers[1]]).toEqual([0, FRAMES - 1]);
      }
    });
  }
}

test("a mask lies where the object is on that very frame", async ({ page, request }) => {
  const file = join(folder, "masks.mp4");
  runPython([
    "numbered_clip.py",
    file,
    "--rate",
    "30000/1001",
    "--frames",
    String(FRAMES),
    "--size",
    `${WIDTH}x${HEIGHT}`,
  ]);
  await uploadAndOpen(page, file, "masks");
  const session = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  for (const frame of [0, 37, FRAMES - 1]) {
    await goToFrame(page, frame);
    const left = (frame * 5) % (WIDTH - SQUARE);
    await clickAt(page, [(left + SQUARE / 2) / WIDTH, (HEIGHT / 2 + SQUARE / 2) / HEIGHT]);
    const query = `{ masklets(sessionId: "${session}", startFrame: ${frame}, endFrame: ${frame}) { frameIndex rleMaskList { rleMask { counts size } } } }`;
    const masks = async () => {
      const answer = await (await request.post("/graphql", { data: { query } })).json();
      return answer.data.masklets;
    };
    await expect.poll(async () => (await masks()).length, { timeout: 10_000 }).toBe(1);
    const [stored] = await masks();
    expect(stored.frameIndex).toBe(frame);
    const { counts, size } = stored.rleMaskList[0].rleMask;
    const [x, , width] = boundingBox(counts, size);
    expect(Math.abs(x - left)).toBeLessThanOrEqual(3);
    expect(Math.abs(width - SQUARE)).toBeLessThanOrEqual(6);
  }
});

/** [x, y, width, height] of a mask, by pycocotools. */
function boundingBox(counts: string, size: readonly number[]): readonly [number, number, number, number] {
  const program =
    "import json, sys; from pycocotools import mask; r = json.loads(sys.argv[1]); print(json.dumps(mask.toBbox(r).tolist()))";
  return JSON.parse(
    execFileSync(python, ["-c", program, JSON.stringify({ counts, size })], { encoding: "utf8" }),
  );
}
