/** The calls about sessions, in the client's words. */
import type { Right } from "../domain/access";
import { type FrameIndex, type ObjectId, objectId } from "../domain/clip";
import type { Edit } from "../domain/history";
import type { FrameMasks } from "../domain/mask";
import type { Job, ObjectClass, Prompt, Runs, SessionEvent, TrackedObject } from "../domain/session";
import type { Video } from "../domain/video";
import type { Api } from "./client";
import type { ApiError } from "./errors";
import {
  CloseSessionDocument,
  DeleteSessionDocument,
  DuplicateSessionDocument,
  JobDocument,
  MaskletsDocument,
  OpenSessionFileDocument,
  RenameSessionDocument,
  SessionCursorDocument,
  SessionDocument,
  SessionEffectsDocument,
  SessionEventsDocument,
  SessionsDocument,
  SetEffectsDocument,
  StartSessionDocument,
} from "./generated/graphql";
import { toEdit, toEvent, toFrameMasks, toJob, toObject, toPrompt, toRuns, toVideo } from "./parse";
import type { Sending } from "./sending";

/** A session as the gallery lists it. Times in seconds since the epoch. */
export interface SessionEntry {
  readonly sessionId: string;
  readonly name: string;
  readonly engine: string;
  readonly updatedAt: number;
  /** Masks there are: one for each object on each frame that has one, empty ones too. */
  readonly maskedFrames: number;
  /** It has a history, done or undone. */
  readonly edited: boolean;
  /** The device holds nothing of it; it wakes when it is touched. */
  readonly asleep: boolean;
  /** What the person may do with it. */
  readonly right: Right;
  readonly videoPath: string;
  readonly objects: readonly TrackedObject[];
  readonly propagation: Job | null;
}

/** A session read back whole, without its masks. */
export interface SessionSnapshot {
  readonly sessionId: string;
  readonly name: string;
  readonly engine: string;
  /** What the person may do with it. */
  readonly right: Right;
  readonly video: Video;
  readonly objects: readonly TrackedObject[];
  readonly prompts: readonly Prompt[];
  readonly runs: ReadonlyMap<ObjectId, Runs>;
  readonly propagation: Job | null;
  readonly exports: readonly Job[];
  /** Oldest first; undone ones last. */
  readonly history: readonly Edit[];
  /** The stack of effects as JSON (effects/stack.ts reads it); null where none was ever chosen. */
  readonly effects: string | null;
  /** Of the whole project. */
  readonly classes: readonly ObjectClass[];
  readonly cursor: number;
}

export async function fetchSessions(api: Api): Promise<readonly SessionEntry[]> {
  const { sessions } = await api.request(SessionsDocument, {});
  return sessions.map(({ video, objects, propagation, ...session }) => ({
    ...session,
    videoPath: video.path,
    objects: objects.map(toObject),
    propagation: propagation === null ? null : toJob(propagation),
  }));
}

export async function fetchSession(api: Api, sessionId: string): Promise<SessionSnapshot> {
  const { session, classes } = await api.request(SessionDocument, { sessionId });
  return {
    sessionId: session.sessionId,
    name: session.name,
    engine: session.engine,
    right: session.right,
    video: toVideo(session.video),
    objects: session.objects.map(toObject),
    prompts: session.prompts.map(toPrompt),
    runs: new Map(session.masklets.map((masklet) => [objectId(masklet.objectId), toRuns(masklet.runs)])),
    propagation: session.propagation === null ? null : toJob(session.propagation),
    exports: session.exports.map(toJob),
    history: session.history.map(toEdit),
    effects: session.effects,
    classes,
    cursor: session.cursor,
  };
}

/** The cursor of the session's newest event: cheap, for asking again and again. */
export async function fetchCursor(api: Api, sessionId: string): Promise<number> {
  return (await api.request(SessionCursorDocument, { sessionId })).session.cursor;
}

/** Stored masks of frames first..last, both included; at most 500 frames a call. */
export async function fetchMasks(
  api: Api,
  sessionId: string,
  first: FrameIndex,
  last: FrameIndex,
): Promise<readonly FrameMasks[]> {
  const data = await api.request(MaskletsDocument, { sessionId, startFrame: first, endFrame: last });
  return data.masklets.map(toFrameMasks);
}

/** `engine` and `imageSize`: null leaves the choice to the server. */
export async function startSession(
  api: Api,
  path: string,
  engine: string | null,
  imageSize: number | null,
): Promise<string> {
  const input = { path, engine, imageSize };
  return (await api.request(StartSessionDocument, { input })).startSession.sessionId;
}

/** Frees the device. Nothing is lost by it, and nothing has to be opened again. */
export function closeSession(api: Api, sessionId: string): void {
  api.tell(CloseSessionDocument, { input: { sessionId } });
}

/** What brings it back; null: it is gone for good. */
export async function deleteSession(api: Api, sessionId: string): Promise<string | null> {
  return (await api.request(DeleteSessionDocument, { input: { sessionId } })).deleteSession.trashId;
}

export async function renameSession(api: Api, sessionId: string, name: string): Promise<string> {
  return (await api.request(RenameSessionDocument, { input: { sessionId, name } })).renameSession.name;
}

/** The stack of effects as it is now. */
export async function fetchEffects(api: Api, sessionId: string): Promise<string | null> {
  return (await api.request(SessionEffectsDocument, { sessionId })).session.effects;
}

/** The whole stack, as JSON. */
export async function setEffects(api: Api, sessionId: string, effects: string): Promise<void> {
  await api.request(SetEffectsDocument, { input: { sessionId, effects } });
}

/** The same as the person leaves; a stack with large pictures may not arrive then. */
export function tellEffects(api: Api, sessionId: string, effects: string): void {
  api.tell(SetEffectsDocument, { input: { sessionId, effects } });
}

/** The new session's id; it is named after the old one. */
export async function duplicateSession(api: Api, sessionId: string): Promise<string> {
  return (await api.request(DuplicateSessionDocument, { input: { sessionId } })).duplicateSession.sessionId;
}

/** Sends a session file; answers the id of the session that it became. */
export function sendSessionFile(api: Api, file: File, onSent: (bytes: number) => void): Sending<string> {
  const sending = api.send(OpenSessionFileDocument, { file }, onSent);
  return {
    finished: sending.finished.then((data) => data.openSessionFile.sessionId),
    abort: () => sending.abort(),
  };
}

/** A job as it is now. */
export async function fetchJob(api: Api, jobId: string): Promise<Job> {
  return toJob((await api.request(JobDocument, { jobId })).job);
}

/** Everything that happened after the cursor, then what happens. Returns what stops it. */
export function followSession(
  api: Api,
  sessionId: string,
  after: number,
  onEvent: (event: SessionEvent) => void,
  onEnd: (error: ApiError | null) => void,
): () => void {
  return api.subscribe(
    SessionEventsDocument,
    { sessionId, after },
    { onData: (data) => onEvent(toEvent(data.sessionEvents)), onEnd },
  );
}
