/** A stream that is silent because nothing happens, and one that is silent because it is dead. */
import { describe, expect, it } from "vitest";
import type { Clock } from "./clock";
import { settled } from "./fakeApi";
import { StreamPulse } from "./streamPulse";

class Time implements Clock {
  #due: { at: number; call: () => void }[] = [];
  #now = 0;
  wake: () => void = () => undefined;
  after(milliseconds: number, call: () => void): () => void {
    const one = { at: this.#now + milliseconds, call };
    this.#due.push(one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  }
  onWake(call: () => void): () => void {
    this.wake = call;
    return () => {
      this.wake = () => undefined;
    };
  }
  async pass(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { call } of due) call();
    await settled();
  }
}

function pulse(newest: () => Promise<number>) {
  const time = new Time();
  const seen = { known: 7, deaths: 0 };
  const one = new StreamPulse({ newest, known: () => seen.known }, time, () => {
    seen.deaths += 1;
  });
  one.start();
  return { time, seen, one };
}

describe("a stream's pulse", () => {
  it("lets a session be in which nothing happens", async () => {
    const { time, seen } = pulse(async () => 7);
    for (let minute = 0; minute < 4; minute++) await time.pass(15_000);
    expect(seen.deaths).toBe(0);
  });

  it("gives an event on its way time to arrive", async () => {
    const { time, seen } = pulse(async () => 9);
    await time.pass(15_000);
    seen.known = 9;
    await time.pass(3000);
    expect(seen.deaths).toBe(0);
  });

  it("tells of events that stay out, once", async () => {
    const { time, seen } = pulse(async () => 9);
    await time.pass(15_000);
    await time.pass(3000);
    await time.pass(60_000);
    expect(seen.deaths).toBe(1);
  });

  it("asks at once when the page wakes, and tells of a server that does not answer", async () => {
    const { time, seen } = pulse(() => Promise.reject(new Error("offline")));
    time.wake();
    await settled();
    expect(seen.deaths).toBe(1);
  });

  it("says nothing after it was stopped", async () => {
    const { time, seen, one } = pulse(async () => 9);
    await time.pass(15_000);
    one.stop();
    await time.pass(60_000);
    expect(seen.deaths).toBe(0);
  });
});
