/** The only place that wires the page's services together. */
import { createApi } from "../api/client";
import { Gallery } from "../state/galleryStore";
import { createNotices } from "../state/notices";
import { createPreferences, storageOrNull } from "../state/preferences";
import type { Services } from "../state/services";
import { tabMemory } from "../state/uploadIds";
import { Uploads } from "../state/uploads";

const PROGRESS_EVERY_MS = 500;

export function createServices(): Services {
  const api = createApi(new URL("/graphql", location.href).href);
  const notices = createNotices();
  const gallery = new Gallery(api, notices);
  const uploads = new Uploads(api, {
    memory: tabMemory(storageOrNull("sessionStorage")),
    pause: () => new Promise((resolve) => setTimeout(resolve, PROGRESS_EVERY_MS)),
    onReady: (video) => {
      gallery.addVideo(video);
      notices.say("good", `${video.title} is ready`);
    },
  });
  return { api, gallery, uploads, notices, preferences: createPreferences(storageOrNull("localStorage")) };
}
