/** `npm run screens`: makes the pictures of docs/screens/ again. Not part of the tests. */
import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

export default defineConfig({ ...base, testDir: ".", testMatch: "screens.ts", timeout: 180_000 });
