import { describe, expect, it } from "vitest";
import type { Clip } from "../domain/clip";
import type { Seat } from "../worker/core_link";
import { FakeApi } from "./fakeApi";
import { wireSession } from "./fixtures";
import { StageAhead } from "./stageAhead";

class FakeSeat implements Seat {
  readonly canvas = document.createElement("canvas");
  readonly opened: string[] = [];
  open({ url }: Clip): void {
    this.opened.push(url);
  }
  hasLeft = false;
  leave(): void {
    this.hasLeft = true;
  }
  link(): never {
    throw new Error("nobody links here");
  }
}

function setting() {
  const api = new FakeApi({ session: () => wireSession() });
  const seats: FakeSeat[] = [];
  const ahead = new StageAhead(api, () => {
    const seat = new FakeSeat();
    seats.push(seat);
    return seat;
  });
  return { api, seats, ahead };
}

describe("the stage ahead", () => {
  it("asks for the session once and begins with its clip", async () => {
    const { api, seats, ahead } = setting();
    ahead.begin("s");
    const { video } = await ahead.session("s");
    expect(api.calls).toHaveLength(1);
    expect(seats.map(({ opened }) => opened)).toEqual([[video.url]]);
    expect(ahead.seat(video)).toBe(seats[0]);
  });

  it("gives away what it has once; afterwards all is had anew", async () => {
    const { api, seats, ahead } = setting();
    ahead.begin("s");
    const { video } = await ahead.session("s");
    await ahead.session("s");
    expect(api.calls).toHaveLength(2);
    ahead.seat(video);
    expect(ahead.seat(video)).toBe(seats[1]);
    expect(seats[1]?.opened).toEqual([]);
  });

  it("is of no use to another session", async () => {
    const { api, seats, ahead } = setting();
    ahead.begin("s");
    const { video } = await ahead.session("other");
    expect(api.calls.map(([, variables]) => variables.sessionId)).toEqual(["s", "other"]);
    await Promise.resolve();
    expect(ahead.seat({ ...video, url: "another clip" })).not.toBe(seats[0]);
    expect(seats.map(({ hasLeft }) => hasLeft)).toEqual([true, false]);
  });

  it("leaves it to the reader to hear that there is no such session", async () => {
    const api = new FakeApi({ session: () => Promise.reject(new Error("gone")) });
    const ahead = new StageAhead(api, () => new FakeSeat());
    ahead.begin("s");
    await expect(ahead.session("s")).rejects.toThrow("gone");
  });
});
