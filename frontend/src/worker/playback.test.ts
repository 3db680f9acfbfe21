import { beforeEach, describe, expect, it } from "vitest";
import { type FrameIndex, frameIndex } from "../domain/clip";
import { ClipClock } from "./clip_clock";
import { Playback } from "./playback";

/** Time that is moved by hand, its timers, and a stage whose frames are there or not. */
let now = 0;
let timers: { at: number; callback: () => void }[] = [];
const shown: number[] = [];
let missing = new Set<number>();
let ends = 0;
let drawingMs = 0;

const timer = (callback: () => void, milliseconds: number) => {
  const entry = { at: now + milliseconds, callback };
  timers.push(entry);
  return () => {
    timers = timers.filter((other) => other !== entry);
  };
};

function advance(milliseconds: number): void {
  const end = now + milliseconds;
  for (let next = nextTimer(end); next !== undefined; next = nextTimer(end)) {
    timers = timers.filter((other) => other !== next);
    now = Math.max(now, next.at);
    next.callback();
  }
  now = Math.max(now, end);
}

const nextTimer = (end: number) => timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];

const host = {
  show: (due: FrameIndex, after: FrameIndex): FrameIndex | null => {
    for (let k = due; k > after; k = frameIndex(k - 1))
      if (!missing.has(k)) {
        now += drawingMs;
        shown.push(k);
        return k;
      }
    return null;
  },
  ended: () => {
    ends += 1;
  },
};

function playing(running = true): { playback: Playback; clock: ClipClock } {
  const clock = new ClipClock(() => now);
  const playback = new Playback(clock, { numerator: 10, denominator: 1 }, 8, host, timer);
  clock.set(0, running);
  playback.start(frameIndex(0));
  return { playback, clock };
}

beforeEach(() => {
  now = 1000;
  timers = [];
  shown.length = 0;
  missing = new Set();
  ends = 0;
  drawingMs = 0;
});

describe("Playback", () => {
  it("shows each frame in its time, and ends after the last frame's", () => {
    const { playback } = playing();
    advance(350);
    expect(shown).toEqual([1, 2, 3]);
    advance(440);
    expect([shown.at(-1), ends]).toEqual([7, 0]);
    advance(20);
    expect(ends).toBe(1);
    expect(playback.playing).toBe(false);
    expect(playback.stats).toEqual({ due: 7, drawn: 7, late: 0 });
    expect(timers).toEqual([]);
  });

  it("leaves out what is not there, counts it, and never waits", () => {
    const { playback } = playing();
    missing = new Set([2, 3]);
    advance(450);
    expect(shown).toEqual([1, 4]);
    expect(playback.stats).toEqual({ due: 4, drawn: 2, late: 2 });
  });

  it("shows a frame that arrives within its own time", () => {
    const { playback } = playing();
    missing = new Set([2]);
    advance(230);
    expect(shown).toEqual([1]);
    missing.clear();
    playback.arrived();
    expect(shown).toEqual([1, 2]);
    advance(100);
    expect(playback.stats).toEqual({ due: 3, drawn: 3, late: 0 });
  });

  it("skips frames where drawing takes longer than they last", () => {
    const { playback } = playing();
    drawingMs = 130;
    advance(700);
    expect(shown.length).toBeLessThan(6);
    expect(playback.stats.late).toBeGreaterThan(3);
    expect(playback.stats.due).toBeGreaterThanOrEqual(shown.at(-1) ?? 0);
  });

  it("follows the sound: stands until it runs, and never steps back with it", () => {
    const { playback, clock } = playing(false);
    advance(500);
    expect(shown).toEqual([]);
    clock.set(0, true);
    advance(250);
    expect(shown).toEqual([1, 2]);
    clock.set(0.19, true);
    advance(30);
    expect(shown).toEqual([1, 2]);
    clock.set(0.55, true);
    advance(80);
    expect(shown).toEqual([1, 2, 5, 6]);
    expect(playback.stats.late).toBe(2);
  });

  it("does nothing after it was stopped", () => {
    const { playback } = playing();
    advance(150);
    playback.stop();
    playback.arrived();
    advance(500);
    expect(shown).toEqual([1]);
    expect(timers).toEqual([]);
  });
});
