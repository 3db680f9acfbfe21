/** The only place that wires the page's services together. */
import { createApi } from "../api/client";
import { BrowserExport, type BrowserMovie } from "../state/browserExport";
import { Checkpoints } from "../state/checkpoints";
import { Door } from "../state/door";
import { Gallery } from "../state/galleryStore";
import { Keys } from "../state/keys/keys";
import { saveTools } from "../state/movieSaving";
import { createNotices } from "../state/notices";
import { createPreferences, storageOrNull } from "../state/preferences";
import type { Services } from "../state/services";
import { Sharing } from "../state/sharing";
import { StageAhead } from "../state/stageAhead";
import { tabMemory } from "../state/uploadIds";
import { Uploads } from "../state/uploads";
import { say } from "../words/words";
import { takeSeat } from "../worker/core_link";

const PROGRESS_EVERY_MS = 500;
const CHECKPOINTS_EVERY_MS = 1000;

const pauseOf = (ms: number) => (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function createServices(): Services {
  const door = new Door();
  const api = createApi(new URL("/graphql", location.href).href, () => door.passed());
  const notices = createNotices();
  const gallery = new Gallery(api, notices);
  const uploads = new Uploads(api, {
    memory: tabMemory(storageOrNull("sessionStorage")),
    pause: pauseOf(PROGRESS_EVERY_MS),
    onReady: (video) => {
      gallery.addVideo(video);
      notices.say("good", say("app:clipReady", { title: video.title }));
    },
  });
  const checkpoints = new Checkpoints(api, gallery, notices, {
    pause: pauseOf(CHECKPOINTS_EVERY_MS),
    now: () => performance.now(),
  });
  const preferences = createPreferences(storageOrNull("localStorage"));
  const browserExport = new BrowserExport(api, {
    ...saveTools,
    load: async () => (await import("../worker/movie")).startMovie,
    now: () => performance.now(),
    pause: (ms) => pauseOf(ms)(),
    onDone: ({ fileName }: BrowserMovie) => {
      const title = say("export:readyNotice");
      notices.say("good", title, fileName);
      if (preferences.getState().notify && document.hidden) new Notification(title, { body: fileName });
    },
  });
  const keys = new Keys(preferences);
  const ahead = new StageAhead(api, takeSeat);
  const sharing = new Sharing(api);
  return {
    api,
    door,
    gallery,
    sharing,
    checkpoints,
    uploads,
    browserExport,
    notices,
    preferences,
    keys,
    ahead,
  };
}
