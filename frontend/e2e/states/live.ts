/** Tests with a server of their own that they may kill, start again, and take files from. */
import { test as base, LiveServer } from "../support/server";

export const test = base.extend<object, { live: LiveServer }>({
  live: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const server = await LiveServer.create();
      await use(server);
      await server.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: ({ live }, use) => use(live.url),
});
