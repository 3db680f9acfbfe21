/** A server with clips and sessions that hold masks on every frame, as tracking would have left them. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, test as base } from "@playwright/test";
import { LiveServer, projectRoot, python } from "../support/server";
import { runPython } from "../support/stage";

export interface StoredSession {
  readonly sessionId: string;
  readonly frames: number;
  readonly url: string;
}

export class Studio {
  constructor(readonly server: LiveServer) {}

  /** Uploads a clip through the API; answers its path, URL and length. */
  async upload(request: APIRequestContext, file: string) {
    const operations = JSON.stringify({
      query: "mutation ($file: Upload!) { uploadVideo(file: $file) { path url frameCount width height } }",
      variables: { file: null },
    });
    const form = new FormData();
    form.set("operations", operations);
    form.set("map", JSON.stringify({ file: ["variables.file"] }));
    const { readFileSync } = await import("node:fs");
    form.set("file", new Blob([readFileSync(file)]), "clip.mp4");
    const answer = await (
      await request.post(`${this.server.url}/graphql`, { multipart: form, timeout: 180_000 })
    ).json();
    return answer.data.uploadVideo as { path: string; url: string; frameCount: number };
  }

  /** Sessions on a clip with so many objects each; 0: one object without a mask. The server is stopped meanwhile. */
  async store(videoPath: string, objects: readonly number[]): Promise<readonly string[]> {
    await this.server.stop();
    const script = join(projectRoot, "backend/tests/support/stored_session.py");
    const made = objects.map((count) =>
      execFileSync(
        python,
        [
          script,
          this.server.dataDir,
          videoPath,
          ...(count === 0 ? ["--objects", "1", "--bare"] : ["--objects", String(count)]),
        ],
        { encoding: "utf8" },
      ).trim(),
    );
    await this.server.start();
    return made;
  }
}

export const test = base.extend<object, { studio: Studio }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const server = await LiveServer.create();
      await use(new Studio(server));
      await server.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: ({ studio }, use) => use(studio.server.url),
});

/** A real 720p clip at 24 frames per second where the shared folder is there, else a generated one. */
export function clip24(folder: string): string {
  const real = join(projectRoot, "../shared/videos/08_driving.mp4");
  if (existsSync(real)) return real;
  return numbered(folder, "clip24", 124, "1280x720");
}

export function numbered(folder: string, name: string, frames: number, size: string): string {
  const file = join(folder, `${name}.mp4`);
  runPython(["numbered_clip.py", file, "--rate", "24", "--frames", String(frames), "--size", size]);
  return file;
}
