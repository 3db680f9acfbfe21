/** Keeps the lanes' canvas up to date: drawn when something that they show changed, those in sight only, once a screen frame. */
import { type RefObject, useEffect } from "react";
import type { ObjectId } from "../../domain/clip";
import type { Prompt } from "../../domain/session";
import { useWorkspace } from "../../state/services";
import { wholeOf } from "../../state/view";
import type { Workspace } from "../../state/workspace";
import { type Inks, inksOf, LANE_HEIGHT, paintLane } from "./lane_paint";
import { laneShapes } from "./lane_shapes";

function framesByObject(prompts: readonly Prompt[]): ReadonlyMap<ObjectId, readonly number[]> {
  const frames = new Map<ObjectId, number[]>();
  for (const { objectId, frameIndex } of prompts) {
    const known = frames.get(objectId);
    if (known === undefined) frames.set(objectId, [frameIndex]);
    else known.push(frameIndex);
  }
  return frames;
}

/** Fits the canvas to what is in sight, in the display's pixels. */
function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const pen = canvas.getContext("2d");
  pen?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  pen?.clearRect(0, 0, width, height);
  return pen;
}

function draw(workspace: Workspace, canvas: HTMLCanvasElement, list: HTMLElement, inks: Inks): void {
  const { session } = workspace.server.getState();
  const width = canvas.clientWidth;
  const pen = session === null ? null : sized(canvas, width, list.clientHeight);
  if (session === null || pen === null) return;
  const { view, plan } = workspace.stage.getState();
  const shown = view ?? wholeOf(session.video.frameCount);
  const prompted = framesByObject(session.prompts);
  session.objects.toReversed().forEach((object, row) => {
    const top = row * LANE_HEIGHT - list.scrollTop;
    if (top <= -LANE_HEIGHT || top >= list.clientHeight) return;
    const facts = {
      object,
      runs: session.runs.get(object.objectId) ?? [],
      promptedFrames: prompted.get(object.objectId) ?? [],
      plan,
      measures: workspace.measuring.measures?.of(object.objectId),
    };
    paintLane(pen, inks, laneShapes(facts, shown, width), object.colour, top, width);
  });
}

export function useLaneCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  list: RefObject<HTMLElement | null>,
) {
  const workspace = useWorkspace();
  useEffect(() => {
    const [drawn, scrolled] = [canvas.current, list.current];
    if (drawn === null || scrolled === null) return;
    const inks = inksOf(drawn);
    let waiting: number | null = null;
    const soon = () => {
      waiting ??= requestAnimationFrame(() => {
        waiting = null;
        draw(workspace, drawn, scrolled, inks);
      });
    };
    const size = new ResizeObserver(soon);
    size.observe(scrolled);
    const ends = [
      workspace.server.subscribe(({ session: now }, { session: before }) => {
        const same =
          now?.objects === before?.objects && now?.prompts === before?.prompts && now?.runs === before?.runs;
        if (!same) soon();
      }),
      workspace.stage.subscribe((now, before) => {
        if (now.view !== before.view || now.plan !== before.plan) soon();
      }),
      workspace.measuring.store.subscribe(soon),
    ];
    scrolled.addEventListener("scroll", soon, { passive: true });
    soon();
    return () => {
      if (waiting !== null) cancelAnimationFrame(waiting);
      size.disconnect();
      for (const end of ends) end();
      scrolled.removeEventListener("scroll", soon);
    };
  }, [workspace, canvas, list]);
}
