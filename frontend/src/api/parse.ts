/** From the wire's shapes to the client's values, once, at the edge. */
import { frameIndex, objectId } from "../domain/clip";
import type { EffectParameter, ParameterValue } from "../domain/effect";
import type { Edit } from "../domain/history";
import type { FrameMasks, Rle } from "../domain/mask";
import type { Job, Point, Prompt, Runs, SessionEvent, TrackedObject } from "../domain/session";
import type { Video } from "../domain/video";
import type {
  EditFieldsFragment,
  FrameFieldsFragment,
  JobFieldsFragment,
  ObjectFieldsFragment,
  PromptFieldsFragment,
  ServerQuery,
  SessionEventsSubscription,
  VideoFieldsFragment,
} from "./generated/graphql";

/** Media come from the server that sent the page, whatever host its addresses name (proxies). */
export function sameServer(url: string): string {
  if (!/^https?:/.test(url)) return url;
  const { pathname, search } = new URL(url);
  // The frame template's braces must stay as they are.
  return pathname.replaceAll("%7B", "{").replaceAll("%7D", "}") + search;
}

export function toVideo(video: VideoFieldsFragment): Video {
  return {
    ...video,
    url: sameServer(video.url),
    posterUrl: video.posterUrl === null ? null : sameServer(video.posterUrl),
    filmstripUrl: sameServer(video.filmstripUrl),
    frameUrl: sameServer(video.frameUrl),
  };
}

export const toObject = (object: ObjectFieldsFragment): TrackedObject => ({
  objectId: objectId(object.objectId),
  name: object.name,
  colour: object.colour,
  classId: object.classId,
  locked: object.locked,
  absent: toRuns(object.absent),
  accepted: toRuns(object.accepted),
});

export const toRuns = (runs: readonly (readonly number[])[]): Runs =>
  runs.map(([first = 0, last = 0]) => [first, last] as const);

export const toEdit = (edit: EditFieldsFragment): Edit => ({
  ...edit,
  objectId: edit.objectId === null ? null : objectId(edit.objectId),
});

export function toPrompt(prompt: PromptFieldsFragment): Prompt {
  const points: Point[] = prompt.points.map(([x = 0, y = 0], position) => ({
    x,
    y,
    label: prompt.labels[position] === 0 ? 0 : 1,
  }));
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = prompt.box ?? [];
  return {
    objectId: objectId(prompt.objectId),
    frameIndex: frameIndex(prompt.frameIndex),
    points,
    box: prompt.box === null ? null : { x0, y0, x1, y1 },
    hasMask: prompt.hasMask,
  };
}

export function toJob(job: JobFieldsFragment): Job {
  return {
    ...job,
    downloadUrl: job.downloadUrl === null ? null : sameServer(job.downloadUrl),
    manifestUrl: job.manifestUrl === null ? null : sameServer(job.manifestUrl),
  };
}

export function toRle({ size, counts }: { readonly size: readonly number[]; readonly counts: string }): Rle {
  const [height = 0, width = 0] = size;
  return { size: [height, width], counts };
}

export function toFrameMasks(frame: FrameFieldsFragment): FrameMasks {
  return {
    frameIndex: frameIndex(frame.frameIndex),
    masks: frame.rleMaskList.map((entry) => ({
      objectId: objectId(entry.objectId),
      rle: toRle(entry.rleMask),
      objectScore: entry.objectScore,
    })),
  };
}

export function toEvent(event: SessionEventsSubscription["sessionEvents"]): SessionEvent {
  const { cursor } = event;
  switch (event.__typename) {
    case "FrameMasksChanged":
      return { kind: "masks", cursor, frame: toFrameMasks(event.frame) };
    case "ObjectsChanged":
      return {
        kind: "objects",
        cursor,
        objects: event.objects.map(toObject),
        prompts: event.prompts.map(toPrompt),
      };
    case "MasksCleared":
      return { kind: "cleared", cursor, objectIds: event.objectIds.map(objectId) };
    case "JobChanged":
      return { kind: "job", cursor, job: toJob(event.job) };
    case "HistoryChanged":
      return { kind: "history", cursor, edits: event.edits.map(toEdit), sessionName: event.sessionName };
    case "EffectsChanged":
      return { kind: "effects", cursor, effects: event.effects };
    case "SessionDeleted":
      return { kind: "deleted", cursor };
  }
}

type WireParameter = ServerQuery["server"]["exportFormats"][number]["options"][number];

const kinds: readonly string[] = [
  "number",
  "colour",
  "choice",
  "toggle",
  "text",
  "image",
  "effects",
] satisfies EffectParameter["kind"][];
const isKind = (kind: string): kind is EffectParameter["kind"] => kinds.includes(kind);

export function toParameter(parameter: WireParameter): EffectParameter {
  return {
    name: parameter.name,
    title: parameter.title,
    kind: isKind(parameter.kind) ? parameter.kind : "choice",
    default: JSON.parse(parameter.defaultValue) as ParameterValue,
    ...(parameter.minimum === null ? {} : { minimum: parameter.minimum }),
    ...(parameter.maximum === null ? {} : { maximum: parameter.maximum }),
    choices: parameter.choices,
  };
}
