/** Shuttling on a tape made of numbers, with a clock that moves only when waited for. */
import { describe, expect, it } from "vitest";
import { Shuttle } from "./shuttle";

/** `drawSec` is what each frame takes to be drawn; the clip has 100 frames, 10 a second. */
function tape(frame: number, drawSec = 0) {
  let time = 0;
  let playing = false;
  const shown: number[] = [];
  const waits: { until: number; go: () => void }[] = [];
  const wait = (seconds: number) => new Promise<void>((go) => waits.push({ until: time + seconds, go }));
  const shuttle = new Shuttle(
    {
      frame: () => shown.at(-1) ?? frame,
      frameCount: () => 100,
      framesPerSec: () => 10,
      show: async (next) => {
        if (drawSec > 0) await wait(drawSec);
        shown.push(next);
      },
      play: () => {
        playing = true;
      },
      pause: () => {
        playing = false;
      },
      isPlaying: () => playing,
    },
    { now: () => time, wait },
  );
  const pass = async (seconds: number) => {
    const end = time + seconds;
    for (;;) {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      waits.sort((a, b) => a.until - b.until);
      if (waits[0] === undefined || waits[0].until > end + 1e-9) break;
      const { until, go } = waits.shift() ?? { until: end, go: () => undefined };
      time = Math.max(time, until);
      go();
    }
    time = end;
  };
  return { shuttle, shown, pass, isPlaying: () => playing };
}

describe("Shuttle", () => {
  it("goes backward at the clip's rate, and faster with each press", async () => {
    const { shuttle, shown, pass } = tape(50);
    shuttle.backward();
    await pass(0.35);
    expect(shown).toEqual([49, 48, 47]);
    shuttle.backward();
    expect(shuttle.speed).toBe(-2);
    await pass(0.2);
    expect(shown.at(-1)).toBe(43);
    for (let press = 0; press < 5; press++) shuttle.backward();
    expect(shuttle.speed).toBe(-8);
  });
  it("leaves out what a slow decoder has no time for, and asks for one frame at a time", async () => {
    const { shuttle, shown, pass } = tape(50, 0.25);
    shuttle.backward();
    await pass(1);
    expect(shown.length).toBeLessThan(6);
    expect(50 - (shown.at(-1) ?? 50)).toBeGreaterThanOrEqual(6);
  });
  it("lets the player play forward, and takes over where it is to be faster", async () => {
    const { shuttle, shown, pass, isPlaying } = tape(10);
    shuttle.forward();
    expect([isPlaying(), shuttle.speed]).toEqual([true, 0]);
    shuttle.forward();
    expect([isPlaying(), shuttle.speed]).toEqual([false, 2]);
    await pass(0.2);
    expect(shown.at(-1)).toBe(14);
  });
  it("stands when it is stopped, and at either end", async () => {
    const { shuttle, shown, pass } = tape(2);
    shuttle.backward();
    await pass(1);
    expect([shown, shuttle.speed]).toEqual([[1, 0], 0]);
    const other = tape(50);
    other.shuttle.backward();
    await other.pass(0.15);
    other.shuttle.stop();
    await other.pass(1);
    expect(other.shown).toEqual([49]);
  });
});
