/** One user's annotation of one video, as plain values: objects, prompts, jobs, and what happens to them. */
import type { FrameIndex, ObjectId } from "./clip";
import type { Edit } from "./history";
import type { FrameMasks } from "./mask";
import type { Problem } from "./problem";

/** A click, normalised to 0..1; label 1 object, 0 background. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

/** A rectangle, normalised to 0..1; x0 < x1 and y0 < y1. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Everything said about one object on one frame. */
export interface Prompt {
  readonly objectId: ObjectId;
  readonly frameIndex: FrameIndex;
  readonly points: readonly Point[];
  readonly box: Box | null;
  /** A mask was drawn here; points and box come on top of it. */
  readonly hasMask: boolean;
}

export interface TrackedObject {
  readonly objectId: ObjectId;
  readonly name: string;
  readonly colour: string;
  readonly classId: number | null;
  /** Nothing changes it until it is unlocked. */
  readonly locked: boolean;
  /** Frames where it is known not to be seen. */
  readonly absent: Runs;
  /** Frames whose masks are taken as they are. */
  readonly accepted: Runs;
}

/** What objects can be, listed once for the whole project. */
export interface ObjectClass {
  readonly classId: number;
  readonly name: string;
  readonly colour: string;
}

/** Frames of one object that tracking would compute, both included. */
export interface PlannedStretch {
  readonly objectId: ObjectId;
  readonly firstFrame: number;
  readonly lastFrame: number;
}

export type Direction = "FORWARD" | "BACKWARD" | "BOTH";
export type JobState = "QUEUED" | "RUNNING" | "DONE" | "CANCELLED" | "FAILED";

/** Work that outlives its request; `done` of `total` are frames. Times in seconds since the epoch. */
export interface Job {
  readonly jobId: string;
  readonly kind: "PROPAGATION" | "EXPORT";
  readonly state: JobState;
  readonly done: number;
  readonly total: number;
  readonly rate: number | null;
  readonly error: Problem | null;
  readonly fileName: string | null;
  readonly downloadUrl: string | null;
  /** Of an export that is a single file: a package has its manifest inside. */
  readonly manifestUrl: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

/** [first, last] frames, ascending, neither touching nor overlapping. */
export type Runs = readonly (readonly [first: number, last: number])[];

export type SessionEvent =
  | { readonly kind: "masks"; readonly cursor: number; readonly frame: FrameMasks }
  | {
      readonly kind: "objects";
      readonly cursor: number;
      readonly objects: readonly TrackedObject[];
      readonly prompts: readonly Prompt[];
    }
  | { readonly kind: "cleared"; readonly cursor: number; readonly objectIds: readonly ObjectId[] }
  | { readonly kind: "job"; readonly cursor: number; readonly job: Job }
  | { readonly kind: "effects"; readonly cursor: number; readonly effects: string | null }
  | {
      readonly kind: "history";
      readonly cursor: number;
      readonly edits: readonly Edit[];
      readonly sessionName: string;
    }
  | { readonly kind: "deleted"; readonly cursor: number };

/** A job that goes on. */
export type ActiveJob = Job & { readonly state: "QUEUED" | "RUNNING" };

export const isActive = (job: Job | null): job is ActiveJob =>
  job !== null && (job.state === "QUEUED" || job.state === "RUNNING");
