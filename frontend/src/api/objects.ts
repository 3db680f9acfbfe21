/** The calls about objects as a whole: their classes, their order, and taking them together or apart. */
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { Rle } from "../domain/mask";
import type { ObjectClass, TrackedObject } from "../domain/session";
import type { Api } from "./client";
import {
  AddClassDocument,
  ClassesDocument,
  MergeObjectsDocument,
  ObjectMaskDocument,
  RemoveClassDocument,
  ReorderObjectsDocument,
  SplitObjectDocument,
  UpdateClassDocument,
} from "./generated/graphql";
import { toFrameMasks, toObject } from "./parse";

export async function fetchClasses(api: Api): Promise<readonly ObjectClass[]> {
  return (await api.request(ClassesDocument, {})).classes;
}

/** The server chooses a colour that no other class has. */
export async function addClass(api: Api, name: string): Promise<ObjectClass> {
  return (await api.request(AddClassDocument, { input: { name } })).addClass;
}

export async function updateClass(
  api: Api,
  classId: number,
  change: { readonly name?: string; readonly colour?: string },
): Promise<ObjectClass> {
  return (await api.request(UpdateClassDocument, { input: { classId, ...change } })).updateClass;
}

export async function removeClass(api: Api, classId: number): Promise<void> {
  await api.request(RemoveClassDocument, { input: { classId } });
}

/** All objects, bottom to top. */
export async function reorderObjects(
  api: Api,
  sessionId: string,
  objectIds: readonly ObjectId[],
): Promise<readonly TrackedObject[]> {
  const input = { sessionId, objectIds: [...objectIds] };
  return (await api.request(ReorderObjectsDocument, { input })).reorderObjects.map(toObject);
}

/** What the other has goes into `objectId`; the other is removed. */
export async function mergeObjects(
  api: Api,
  sessionId: string,
  objectId: ObjectId,
  otherObjectId: ObjectId,
): Promise<void> {
  await api.request(MergeObjectsDocument, { input: { sessionId, objectId, otherObjectId } });
}

/** Frames from `frameIndex` on go to a new object. */
export async function splitObject(
  api: Api,
  sessionId: string,
  objectId: ObjectId,
  frameIndex: FrameIndex,
  newObjectId: ObjectId,
): Promise<TrackedObject> {
  const input = { sessionId, objectId, frameIndex, newObjectId };
  return toObject((await api.request(SplitObjectDocument, { input })).splitObject);
}

/** One object's mask on one frame; null where it has none. */
export async function fetchMask(
  api: Api,
  sessionId: string,
  objectId: ObjectId,
  frame: FrameIndex,
): Promise<Rle | null> {
  const { masklets } = await api.request(ObjectMaskDocument, { sessionId, frame, objectIds: [objectId] });
  const masks = masklets.map(toFrameMasks).flatMap((answer) => answer.masks);
  return masks.find((mask) => mask.objectId === objectId)?.rle ?? null;
}
