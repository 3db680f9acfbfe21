/** A real server for browser tests: `masklet start` on a free port with a data folder of its own, or the one that MASKLET_URL names. */
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test as base } from "@playwright/test";

export const projectRoot = resolve(import.meta.dirname, "../../..");
export const python = join(projectRoot, ".venv/bin/python");

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

async function healthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthy`)).ok;
  } catch {
    return false;
  }
}

/** One server process that can be stopped, killed and started again on the same data. */
export class LiveServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async create(settings: Readonly<Record<string, string>> = {}): Promise<LiveServer> {
    const dataDir = await mkdtemp(join(tmpdir(), "masklet-e2e-"));
    // Made once by samples.ts: drawing the sample clips takes longer than most tests.
    const samples = process.env.MASKLET_E2E_SAMPLES;
    if (samples !== undefined) await cp(samples, dataDir, { recursive: true });
    const server = new LiveServer(`http://127.0.0.1:${await freePort()}`, dataDir, settings);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const env = {
      ...process.env,
      MASKLET_PORT: new URL(this.url).port,
      MASKLET_DATA_DIR: this.dataDir,
      ...this.settings,
    };
    const output = process.env.MASKLET_E2E_LOG === undefined ? "ignore" : "inherit";
    const child = spawn(join(projectRoot, ".venv/bin/masklet"), ["start"], { env, stdio: output });
    this.child = child;
    for (let tries = 0; !(await healthy(this.url)); tries += 1) {
      if (child.exitCode !== null || tries > 600)
        throw new Error(`the server did not start (${child.exitCode})`);
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  /** End the server with a signal and wait for it. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Tests with `baseURL` of a server that lives as long as the test worker. */
export const test = base.extend<object, { serverUrl: string }>({
  serverUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const given = process.env.MASKLET_URL;
      if (given !== undefined) return use(given);
      const server = await LiveServer.create();
      await use(server.url);
      await server.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: ({ serverUrl }, use) => use(serverUrl),
});
