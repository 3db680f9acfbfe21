/** Small values for the tests of this room and those above; not part of the product. */
import type { Checkpoint } from "../domain/checkpoint";
import { frameIndex, objectId } from "../domain/clip";
import type { Edit } from "../domain/history";
import type { FrameMasks, ObjectMask } from "../domain/mask";
import type { Engine, Server } from "../domain/server";
import type { Job, TrackedObject } from "../domain/session";
import type { Video } from "../domain/video";
import type { OpenSession } from "./sessionState";

export const aVideo = (change: Partial<Video> = {}): Video => ({
  id: "v",
  path: "uploads/v.mp4",
  title: "Dog",
  url: "/uploads/v.mp4",
  frameUrl: "/frames/v/{frame}.jpg",
  posterUrl: "/posters/v.jpg",
  filmstripUrl: "/filmstrips/v.jpg",
  filmstripTiles: 10,
  width: 6,
  height: 4,
  frameCount: 100,
  frameRate: { numerator: 25, denominator: 1 },
  durationSec: 4,
  hasAudio: false,
  isSample: false,
  right: "OWN",
  source: { fileName: "dog.mp4", width: 6, height: 4 },
  ...change,
});

export const anObject = (id: number, change: Partial<TrackedObject> = {}): TrackedObject => ({
  objectId: objectId(id),
  name: `Object ${id + 1}`,
  colour: "#ff8800",
  classId: null,
  locked: false,
  absent: [],
  accepted: [],
  ...change,
});

export const aMask = (id: number, empty = false): ObjectMask => ({
  objectId: objectId(id),
  rle: { size: [4, 6], counts: empty ? "h0" : "91>" },
  objectScore: empty ? 0 : 1,
});

export const aFrame = (frame: number, ...ids: number[]): FrameMasks => ({
  frameIndex: frameIndex(frame),
  masks: ids.map((id) => aMask(id)),
});

export const aJob = (change: Partial<Job> = {}): Job => ({
  jobId: "job",
  kind: "PROPAGATION",
  state: "QUEUED",
  done: 0,
  total: 100,
  rate: null,
  error: null,
  fileName: null,
  downloadUrl: null,
  manifestUrl: null,
  createdAt: 1,
  finishedAt: null,
  ...change,
});

export const aSession = (change: Partial<OpenSession> = {}): OpenSession => ({
  sessionId: "s",
  name: "Dog",
  engine: "flow",
  right: "OWN",
  video: aVideo(),
  objects: [],
  prompts: [],
  runs: new Map(),
  propagation: null,
  exports: [],
  history: [],
  effects: null,
  classes: [],
  cursor: 0,
  ...change,
});

export const anEdit = (editId: number, change: Partial<Edit> = {}): Edit => ({
  editId,
  kind: "POINTS",
  objectId: objectId(0),
  objectName: "Object 1",
  firstFrame: 12,
  lastFrame: 12,
  detail: "",
  createdAt: 1,
  undone: false,
  ...change,
});

export const aCheckpoint = (change: Partial<Checkpoint> = {}): Checkpoint => ({
  name: "sam2.1_hiera_tiny",
  title: "SAM 2.1 tiny",
  state: "MISSING",
  haveBytes: 0,
  totalBytes: 1000,
  problem: null,
  ...change,
});

/** The built-in one, unless changed. */
export const anEngine = (change: Partial<Engine> = {}): Engine => ({
  name: "flow",
  title: "Built-in tracker",
  description: "Follows an object by its motion and its looks.",
  available: true,
  reason: "",
  device: "CPU",
  precision: "",
  estimatedMs: null,
  imageSizes: [],
  defaultImageSize: null,
  needs: "nothing to download",
  isDefault: true,
  checkpoint: null,
  ...change,
});

/** SAM 2.1 tiny, there once its checkpoint is. */
export const aNetwork = (change: Partial<Engine> = {}): Engine => {
  const checkpoint = change.checkpoint ?? aCheckpoint();
  const available = checkpoint.state === "READY";
  return anEngine({
    name: checkpoint.name,
    title: checkpoint.title,
    description: "Finds almost anything.",
    available,
    reason: available ? "" : "Its checkpoint is not here.",
    precision: "float32",
    estimatedMs: 2100,
    imageSizes: [1024, 768, 512],
    defaultImageSize: 1024,
    needs: "a checkpoint",
    isDefault: false,
    ...change,
    checkpoint,
  });
};

export const aServer = (...engines: readonly Engine[]): Server => ({
  version: "1",
  engines,
  limits: {
    maxUploadBytes: 1000,
    maxDurationSec: 600,
    maxObjects: 64,
    maxPoints: 1000,
    keepDeletedSec: 86400,
  },
  exportFormats: [],
  importFormats: [],
  folderEntries: [],
});

/** A session as the server answers it. */
export const wireSession = (change: object = {}) => ({
  session: {
    sessionId: "s",
    name: "Dog",
    engine: "flow",
    right: "OWN",
    video: aVideo({ frameCount: 300 }),
    objects: [anObject(0)],
    prompts: [],
    masklets: [{ objectId: 0, runs: [[0, 130]] }],
    propagation: null,
    exports: [],
    history: [],
    cursor: 10,
    ...change,
  },
  classes: [],
});
