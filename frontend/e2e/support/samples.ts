/** Before all browser tests: one server makes the sample clips once, and every server of a test begins with a copy of its folder. */
import { rm } from "node:fs/promises";
import { LiveServer } from "./server";

const SAMPLES = 3;

async function samplesOf(url: string): Promise<number> {
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: "{ videos(first: 20) { edges { node { isSample } } } }" }),
  });
  const { data } = (await answer.json()) as {
    data: { videos: { edges: { node: { isSample: boolean } }[] } };
  };
  return data.videos.edges.filter(({ node }) => node.isSample).length;
}

// Playwright calls the default export, and what it answers when all tests are over.
export default async function prepare(): Promise<() => Promise<void>> {
  if (process.env.MASKLET_URL !== undefined) return async () => {};
  const server = await LiveServer.create();
  while ((await samplesOf(server.url)) < SAMPLES) await new Promise((wake) => setTimeout(wake, 300));
  await server.stop();
  process.env.MASKLET_E2E_SAMPLES = server.dataDir;
  return () => rm(server.dataDir, { recursive: true, force: true });
}
