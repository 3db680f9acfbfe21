/** Draws lanes on a canvas, in CSS pixels. What they show is said by lane_shapes.ts. */
import type { LaneShapes } from "./lane_shapes";

export const LANE_HEIGHT = 24;
const RAIL_TOP = 5;
const RAIL_HEIGHT = 14;
/** The heat strip lies in the rail, below the presence bar. */
const HEAT_TOP = RAIL_TOP + 11;
const HEAT_HEIGHT = 3;

/** Colours, as the page has them. */
export interface Inks {
  readonly rail: string;
  readonly hatch: string;
  readonly light: string;
  readonly dark: string;
  /** From bad to good. */
  readonly heat: readonly string[];
}

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const ink = (name: string): string => style.getPropertyValue(name).trim();
  return {
    rail: ink("--surface-3"),
    hatch: ink("--hatch"),
    light: ink("--mark"),
    dark: ink("--surface-0"),
    heat: [0, 1, 2, 3, 4].map((level) => ink(`--heat-${level}`)),
  };
}

type Pen = CanvasRenderingContext2D;

function rail(pen: Pen, top: number, width: number): void {
  pen.beginPath();
  pen.roundRect(0, top + RAIL_TOP, width, RAIL_HEIGHT, 3);
  pen.fill();
}

/** Diagonal lines: nothing to be seen here, and known to be so. */
function hatched(pen: Pen, from: number, to: number, top: number): void {
  pen.save();
  pen.beginPath();
  pen.rect(from, top + RAIL_TOP, to - from, RAIL_HEIGHT);
  pen.clip();
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (let x = from - (from % 6) - RAIL_HEIGHT; x < to; x += 6) {
    pen.moveTo(x, top + RAIL_TOP + RAIL_HEIGHT);
    pen.lineTo(x + RAIL_HEIGHT, top + RAIL_TOP);
  }
  pen.stroke();
  pen.restore();
}

function ghost(pen: Pen, from: number, to: number, top: number): void {
  pen.globalAlpha = 0.14;
  pen.fillRect(from, top + RAIL_TOP, to - from, RAIL_HEIGHT);
  pen.globalAlpha = 0.9;
  pen.lineWidth = 1;
  pen.setLineDash([4, 3]);
  pen.strokeRect(from + 0.5, top + RAIL_TOP + 0.5, Math.max(1, to - from - 1), RAIL_HEIGHT - 1);
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function diamond(pen: Pen, at: number, top: number): void {
  const middle = top + RAIL_TOP + RAIL_HEIGHT / 2;
  pen.beginPath();
  pen.moveTo(at, middle - 6);
  pen.lineTo(at + 6, middle);
  pen.lineTo(at, middle + 6);
  pen.lineTo(at - 6, middle);
  pen.closePath();
  pen.fill();
  pen.stroke();
}

/** A bar along the upper edge with a tick at either end, like a clasp. */
function clasp(pen: Pen, from: number, to: number, top: number): void {
  const y = top + RAIL_TOP - 2;
  pen.fillRect(from, y, to - from, 2);
  pen.fillRect(from, y, 1.5, 5);
  pen.fillRect(to - 1.5, y, 1.5, 5);
}

/** `top` of the lane's row. */
export function paintLane(
  pen: Pen,
  inks: Inks,
  shapes: LaneShapes,
  colour: string,
  top: number,
  width: number,
): void {
  pen.fillStyle = inks.rail;
  rail(pen, top, width);
  pen.fillStyle = colour;
  pen.globalAlpha = 0.8;
  for (const [from, to] of shapes.present) pen.fillRect(from, top + RAIL_TOP, to - from, 10);
  pen.globalAlpha = 1;
  for (const [from, to, level] of shapes.heat) {
    pen.fillStyle = inks.heat[level] ?? inks.light;
    pen.fillRect(from, top + HEAT_TOP, to - from, HEAT_HEIGHT);
  }
  pen.strokeStyle = inks.hatch;
  for (const [from, to] of shapes.absent) hatched(pen, from, to, top);
  pen.strokeStyle = inks.light;
  pen.fillStyle = inks.light;
  for (const [from, to] of shapes.planned) ghost(pen, from, to, top);
  for (const [from, to] of shapes.accepted) clasp(pen, from, to, top);
  pen.strokeStyle = inks.dark;
  pen.lineWidth = 1.5;
  for (const at of shapes.prompts) diamond(pen, at, top);
}
