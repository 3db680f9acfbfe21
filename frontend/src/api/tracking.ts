/** The calls that make masks: prompts, objects, propagation and export. */
import { type FrameIndex, type ObjectId, objectId } from "../domain/clip";
import type { ParameterValue } from "../domain/effect";
import type { ExportPart } from "../domain/export_part";
import type { FrameMasks } from "../domain/mask";
import type { Box, Direction, Job, PlannedStretch, Point, TrackedObject } from "../domain/session";
import type { Api } from "./client";
import {
  AddBoxDocument,
  AddPointsDocument,
  CancelExportDocument,
  CancelPropagationDocument,
  ClearPointsInFrameDocument,
  PropagationPlanDocument,
  RemoveObjectDocument,
  StartExportDocument,
  StartPropagationDocument,
  UpdateObjectDocument,
} from "./generated/graphql";
import { toFrameMasks, toJob, toObject } from "./parse";

/** One object on one frame of one session. */
export interface Target {
  readonly sessionId: string;
  readonly objectId: ObjectId;
  readonly frameIndex: FrameIndex;
}

/** The points replace the object's points on that frame. Answers with every object on it. */
export async function setPoints(api: Api, target: Target, points: readonly Point[]): Promise<FrameMasks> {
  const input = {
    ...target,
    points: points.map(({ x, y }) => [x, y]),
    labels: points.map(({ label }) => label),
    clearOldPoints: true,
  };
  return toFrameMasks((await api.request(AddPointsDocument, { input })).addPoints);
}

export async function setBox(api: Api, target: Target, box: Box): Promise<FrameMasks> {
  const input = { ...target, box: [box.x0, box.y0, box.x1, box.y1] };
  return toFrameMasks((await api.request(AddBoxDocument, { input })).addBox);
}

export async function clearFrame(api: Api, target: Target): Promise<FrameMasks> {
  return toFrameMasks((await api.request(ClearPointsInFrameDocument, { input: target })).clearPointsInFrame);
}

export interface ObjectChange {
  readonly name?: string;
  /** #rrggbb */
  readonly colour?: string;
  /** null: none */
  readonly classId?: number | null;
  readonly locked?: boolean;
}

/** Names, recolours, classifies or locks; an unknown id creates the object. */
export async function updateObject(
  api: Api,
  sessionId: string,
  objectId: ObjectId,
  change: ObjectChange,
): Promise<TrackedObject> {
  return toObject(
    (await api.request(UpdateObjectDocument, { input: { sessionId, objectId, ...change } })).updateObject,
  );
}

export async function removeObject(api: Api, sessionId: string, objectId: ObjectId): Promise<void> {
  await api.request(RemoveObjectDocument, { input: { sessionId, objectId } });
}

/** Where tracking goes: what is left out has no limit. */
export interface Tracking {
  readonly sessionId: string;
  readonly startFrameIndex: FrameIndex;
  readonly direction: Direction;
  /** The last frame to reach. */
  readonly endFrameIndex?: FrameIndex;
  /** How far back BOTH goes. */
  readonly firstFrameIndex?: FrameIndex;
  readonly objectIds?: ObjectId[];
}

export async function startPropagation(api: Api, input: Tracking): Promise<Job> {
  return toJob((await api.request(StartPropagationDocument, { input })).startPropagation);
}

/** What such a tracking would compute and might change. */
export async function fetchPlan(api: Api, input: Tracking): Promise<readonly PlannedStretch[]> {
  const { propagationPlan } = await api.request(PropagationPlanDocument, { input });
  return propagationPlan.map((stretch) => ({ ...stretch, objectId: objectId(stretch.objectId) }));
}

export async function cancelPropagation(api: Api, sessionId: string): Promise<void> {
  await api.request(CancelPropagationDocument, { input: { sessionId } });
}

export async function startExport(
  api: Api,
  sessionId: string,
  format: string,
  options: Readonly<Record<string, ParameterValue>>,
  { range = null, objectIds = null, stride = 1, isOriginal = false }: ExportPart = {},
): Promise<Job> {
  const input = {
    sessionId,
    format,
    options: JSON.stringify(options),
    ...(range && { firstFrame: range.first, lastFrame: range.last }),
    ...(objectIds && { objectIds: [...objectIds] }),
    ...(stride > 1 && { stride }),
    ...(isOriginal && { resolution: "ORIGINAL" as const }),
  };
  return toJob((await api.request(StartExportDocument, { input })).startExport);
}

export async function cancelExport(api: Api, jobId: string): Promise<void> {
  await api.request(CancelExportDocument, { jobId });
}
