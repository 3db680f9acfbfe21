/** Which frames need a look, and why: from scores, areas, places and overlaps. Pure; what a person accepted never does. */
import type { FrameIndex, ObjectId } from "../domain/clip";
import { frameIndex } from "../domain/clip";
import type { Prompt, Runs, TrackedObject } from "../domain/session";
import { type Measures, type ObjectMeasures, UNKNOWN } from "../masks/measures";

export type NeedReason = "UNSURE" | "AREA" | "JUMP" | "LOST" | "OVERLAP";

/** A stretch of frames with one reason, told by its worst frame. */
export interface Need {
  readonly reason: NeedReason;
  readonly objectId: ObjectId;
  /** What it overlaps. */
  readonly other: ObjectId | null;
  readonly frame: FrameIndex;
  readonly first: number;
  readonly last: number;
  /** 0..1: how much. */
  readonly need: number;
  /** What the reason is about: a score, a ratio of areas, a way in object sizes, a share. */
  readonly amount: number;
}

export interface Reviewed {
  readonly objects: readonly TrackedObject[];
  readonly prompts: readonly Prompt[];
  readonly frameCount: number;
  readonly width: number;
  readonly height: number;
}

/** Below this score an engine says itself that it is unsure. */
const UNSURE_SCORE = 0.5;
/** Areas of neighbouring frames that differ by more than this factor. */
const AREA_RATIO = 1.5;
/** A middle that leaves its course by more than this, in sides of a square as large as the object. */
const JUMP_SIDES = 0.4;
/** The smaller one's share that the other covers too. */
const OVERLAP_SHARE = 0.1;
/** Smaller ones flicker without meaning anything, in pixels. */
const LEAST_AREA = 64;
/** Frames apart that still are one stretch. */
const GAP = 4;

const limit = (need: number): number => Math.max(0, Math.min(1, need));

interface Finding {
  readonly frame: number;
  readonly need: number;
  readonly amount: number;
}

const sideOf = (area: number): number => Math.sqrt(Math.max(area, LEAST_AREA));

function unsure({ scores, areas }: ObjectMeasures, frame: number): Finding | null {
  const score = (scores[frame] ?? 0) / 250;
  if (areas[frame] === 0 || score >= UNSURE_SCORE) return null;
  return { frame, need: limit(0.4 + 1.2 * (UNSURE_SCORE - score)), amount: score };
}

function areaChange({ areas }: ObjectMeasures, frame: number): Finding | null {
  const [now, before] = [areas[frame] ?? 0, areas[frame - 1] ?? 0];
  if (Math.min(now, before) < LEAST_AREA) return null;
  const ratio = Math.max(now, before) / Math.min(now, before);
  if (ratio < AREA_RATIO) return null;
  return { frame, need: limit(0.35 + (ratio - AREA_RATIO) / 4), amount: now / before };
}

/** Against where it would be had it gone on as before; from its last place where that is not known. */
function jump({ areas, xs, ys, scores }: ObjectMeasures, frame: number): Finding | null {
  const known = (at: number): boolean => scores[at] !== UNKNOWN && (areas[at] ?? 0) >= LEAST_AREA;
  if (frame < 1 || !known(frame) || !known(frame - 1)) return null;
  const at = (values: Float32Array, index: number): number => values[index] ?? 0;
  const onCourse = frame >= 2 && known(frame - 2);
  const expected = (values: Float32Array): number =>
    onCourse ? 2 * at(values, frame - 1) - at(values, frame - 2) : at(values, frame - 1);
  const way = Math.hypot(at(xs, frame) - expected(xs), at(ys, frame) - expected(ys));
  const sides = way / sideOf(Math.min(areas[frame] ?? 0, areas[frame - 1] ?? 0));
  if (sides < JUMP_SIDES) return null;
  return { frame, need: limit(0.35 + (sides - JUMP_SIDES) / 2), amount: sides };
}

/** Gone from one frame to the next, and not over the picture's edge. */
function lost(measures: ObjectMeasures, frame: number, { width, height }: Reviewed): Finding | null {
  const { areas, boxes } = measures;
  const before = areas[frame - 1] ?? 0;
  if (frame < 1 || areas[frame] !== 0 || before < LEAST_AREA * 4) return null;
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = boxes.subarray(4 * (frame - 1), 4 * frame);
  const atEdge = x0 <= 1 || y0 <= 1 || x1 >= width - 2 || y1 >= height - 2;
  return atEdge ? null : { frame, need: 0.5, amount: 0 };
}

/** Frames joined to stretches, each told by its worst. */
function stretches(findings: readonly Finding[]): (Finding & { first: number; last: number })[] {
  const joined: (Finding & { first: number; last: number })[] = [];
  for (const finding of findings) {
    const open = joined.at(-1);
    if (open === undefined || finding.frame - open.last > GAP)
      joined.push({ ...finding, first: finding.frame, last: finding.frame });
    else if (finding.need > open.need)
      joined[joined.length - 1] = { ...finding, first: open.first, last: finding.frame };
    else open.last = finding.frame;
  }
  return joined;
}

/** 1 where a person has looked: accepted, absent or prompted frames. */
function lookedAt({ frameCount, prompts }: Reviewed, object: TrackedObject): Uint8Array {
  const looked = new Uint8Array(frameCount);
  const fill = (runs: Runs) => {
    for (const [first, last] of runs) looked.fill(1, first, last + 1);
  };
  fill(object.accepted);
  fill(object.absent);
  for (const prompt of prompts) if (prompt.objectId === object.objectId) looked[prompt.frameIndex] = 1;
  return looked;
}

function needsOf(
  reviewed: Reviewed,
  measures: ObjectMeasures,
  objectId: ObjectId,
  looked: Uint8Array,
): Need[] {
  const found: Record<Exclude<NeedReason, "OVERLAP">, Finding[]> = {
    UNSURE: [],
    AREA: [],
    JUMP: [],
    LOST: [],
  };
  const rules = { UNSURE: unsure, AREA: areaChange, JUMP: jump, LOST: lost };
  const reasons = Object.keys(rules) as (keyof typeof rules)[];
  for (let frame = 0; frame < reviewed.frameCount; frame++) {
    if (looked[frame] === 1 || measures.scores[frame] === UNKNOWN) continue;
    for (const reason of reasons) {
      const finding = rules[reason](measures, frame, reviewed);
      if (finding !== null) found[reason].push(finding);
    }
  }
  return reasons.flatMap((reason) =>
    stretches(found[reason]).map((stretch) => ({
      ...stretch,
      frame: frameIndex(stretch.frame),
      reason,
      objectId,
      other: null,
    })),
  );
}

function overlapNeeds(measures: Measures, looked: ReadonlyMap<ObjectId, Uint8Array>): Need[] {
  const pairs = new Map<string, { objectId: ObjectId; other: ObjectId; findings: Finding[] }>();
  for (const [frame, overlaps] of measures.overlaps) {
    for (const { objectId, other, share } of overlaps) {
      const [one, two] = [looked.get(objectId), looked.get(other)];
      if (share < OVERLAP_SHARE || one === undefined || two === undefined) continue;
      if (one[frame] === 1 && two[frame] === 1) continue;
      const key = `${objectId}:${other}`;
      const pair = pairs.get(key) ?? { objectId, other, findings: [] };
      pair.findings.push({ frame, need: limit(0.3 + 0.6 * share), amount: share });
      pairs.set(key, pair);
    }
  }
  return [...pairs.values()].flatMap(({ objectId, other, findings }) =>
    stretches(findings.sort((a, b) => a.frame - b.frame)).map((stretch) => ({
      ...stretch,
      frame: frameIndex(stretch.frame),
      reason: "OVERLAP" as const,
      objectId,
      other,
    })),
  );
}

/** Most in need first. */
export function findNeeds(reviewed: Reviewed, measures: Measures): readonly Need[] {
  const looked = new Map(reviewed.objects.map((object) => [object.objectId, lookedAt(reviewed, object)]));
  const single = reviewed.objects.flatMap(({ objectId }) => {
    const known = measures.of(objectId);
    return known ? needsOf(reviewed, known, objectId, looked.get(objectId) ?? new Uint8Array()) : [];
  });
  return [...single, ...overlapNeeds(measures, looked)].sort((a, b) => b.need - a.need || a.frame - b.frame);
}
