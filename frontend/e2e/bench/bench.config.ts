/** `npm run bench`: what docs/benchmarks.md says of the workbench. Not part of the tests. */
import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

export default defineConfig({ ...base, testDir: ".", testMatch: "*.bench.ts", timeout: 400_000 });
