/** The two screens: their code is fetched when an address wants it. */
import { FetchedPage } from "./fetchedPage";

export const stage = new FetchedPage(async () => (await import("./StagePage")).StagePage);
export const home = new FetchedPage(async () => (await import("./HomePage")).HomePage);

/** The session of a stage's address; null for every other address. */
export const sessionIn = (path: string): string | null => {
  const id = /^\/session\/([^/]+)$/.exec(path)?.[1];
  try {
    return id === undefined ? null : decodeURIComponent(id);
  } catch {
    return null; // no address of ours is written so
  }
};

/** The code of the screen that this address shows. Rejects where it cannot be fetched. */
export const fetchPage = (path: string): Promise<void> =>
  sessionIn(path) === null ? home.fetch() : stage.fetch();
