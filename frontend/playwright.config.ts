/** How browser tests run: an installed Chromium, WebGL on the CPU, and no request of the browser's own. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";

const installed = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && path !== "" && existsSync(path),
);

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: join(import.meta.dirname, "e2e/support/samples.ts"),
  outputDir: "test-results",
  reporter: [["list"]],
  timeout: 60_000,
  workers: 1,
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1280, height: 720 },
    launchOptions: {
      // Playwright's own browser where none is installed.
      ...(installed === undefined ? {} : { executablePath: installed }),
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--use-gl=angle",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
});
