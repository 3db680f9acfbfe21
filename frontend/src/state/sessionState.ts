/** The server's state of the open session as the client knows it, and how events change it. Pure; no undo, no ephemera. */
import type { SessionSnapshot } from "../api/sessions";
import type { ObjectId } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import {
  isActive,
  type Job,
  type Prompt,
  type Runs,
  type SessionEvent,
  type TrackedObject,
} from "../domain/session";
import { isEmptyMask, withFrame, withoutFrame } from "./runs";

export type Connection = "connecting" | "live" | "reconnecting";

/** What is known once the session was read. */
export interface OpenSession extends Omit<SessionSnapshot, "runs"> {
  readonly runs: ReadonlyMap<ObjectId, Runs>;
}

export interface SessionState {
  readonly phase: "loading" | "open" | "failed" | "deleted";
  /** Why it failed, as a sentence. */
  readonly problem: string | null;
  readonly connection: Connection;
  /** Masks that are stored but not here yet, or null. */
  readonly masksLoading: boolean;
  readonly session: OpenSession | null;
}

export const emptyState: SessionState = {
  phase: "loading",
  problem: null,
  connection: "connecting",
  masksLoading: false,
  session: null,
};

type RunsByObject = ReadonlyMap<ObjectId, Runs>;

/** Each frame comes whole: an object that it does not list has no mask there any more. */
export function runsWithMasks(runs: RunsByObject, frames: readonly FrameMasks[]): RunsByObject {
  const changed = new Map(runs);
  for (const { frameIndex, masks } of frames) {
    const held = new Set(masks.flatMap(({ objectId, rle }) => (isEmptyMask(rle) ? [] : [objectId])));
    for (const objectId of held) changed.set(objectId, withFrame(changed.get(objectId) ?? [], frameIndex));
    for (const [objectId, before] of changed) {
      if (!held.has(objectId)) changed.set(objectId, withoutFrame(before, frameIndex));
    }
  }
  return changed;
}

export function withPrompt(prompts: readonly Prompt[], prompt: Prompt): readonly Prompt[] {
  const others = prompts.filter(
    ({ objectId, frameIndex }) => objectId !== prompt.objectId || frameIndex !== prompt.frameIndex,
  );
  const saysNothing = prompt.points.length === 0 && prompt.box === null && !prompt.hasMask;
  return saysNothing ? others : [...others, prompt];
}

function withObjects(
  session: OpenSession,
  objects: readonly TrackedObject[],
  prompts: readonly Prompt[],
): OpenSession {
  const kept = new Set(objects.map(({ objectId }) => objectId));
  const runs = new Map([...session.runs].filter(([objectId]) => kept.has(objectId)));
  return { ...session, objects, prompts, runs };
}

/** True when `job` is an older word than what is known: another answer overtook it. */
function isStale(job: Job, known: Job | undefined): boolean {
  if (known === undefined) return false;
  if (known.jobId !== job.jobId) return known.createdAt > job.createdAt;
  return !isActive(known) || (isActive(job) && known.done > job.done);
}

export function withJob(session: OpenSession, job: Job): OpenSession {
  if (job.kind === "PROPAGATION") {
    return isStale(job, session.propagation ?? undefined) ? session : { ...session, propagation: job };
  }
  const known = session.exports.find(({ jobId }) => jobId === job.jobId);
  if (isStale(job, known)) return session;
  const others = session.exports.filter(({ jobId }) => jobId !== job.jobId);
  return { ...session, exports: [job, ...others].sort((a, b) => b.createdAt - a.createdAt) };
}

function applied(session: OpenSession, event: SessionEvent): OpenSession {
  switch (event.kind) {
    case "masks":
      return { ...session, runs: runsWithMasks(session.runs, [event.frame]) };
    case "objects":
      return withObjects(session, event.objects, event.prompts);
    case "cleared":
      return {
        ...session,
        runs: new Map([...session.runs].filter(([objectId]) => !event.objectIds.includes(objectId))),
      };
    case "job":
      return withJob(session, event.job);
    case "history":
      return { ...session, history: event.edits, name: event.sessionName };
    case "effects":
      return { ...session, effects: event.effects };
    case "deleted":
      return session;
  }
}

/** Events at or before the cursor were seen already and change nothing. */
export function applyEvents(state: SessionState, events: readonly SessionEvent[]): SessionState {
  if (state.session === null) return state;
  let { session } = state;
  for (const event of events) {
    if (event.cursor <= session.cursor) continue;
    session = { ...applied(session, event), cursor: event.cursor };
  }
  const isDeleted = events.some(({ kind }) => kind === "deleted");
  return { ...state, session, phase: isDeleted ? "deleted" : state.phase };
}
