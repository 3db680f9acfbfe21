/** The door: what waits at it, when it opens, and what is said of a wrong token. */
import { describe, expect, it } from "vitest";
import { admitted } from "../api/client";
import { ApiError } from "../api/errors";
import type { Access } from "../domain/access";
import { Door, type DoorCalls } from "./door";
import { settled } from "./fakeApi";

const stranger: Access = {
  mode: "token",
  signedInAs: null,
  guest: false,
  canSignOut: true,
  loginUrl: null,
};

/** A server with the token "right". */
function aServer(change: Partial<DoorCalls> = {}) {
  let signedInAs: string | null = null;
  const asked: string[] = [];
  const calls: DoorCalls = {
    fetchAccess: async () => {
      asked.push("access");
      return { ...stranger, signedInAs };
    },
    signIn: async (token) => {
      if (token !== "right") throw new ApiError("UNAUTHENTICATED", "No.");
      signedInAs = "Mia";
    },
    signOut: async () => {
      signedInAs = null;
    },
    ...change,
  };
  return { door: new Door(calls, () => 1000), asked, let: (name: string) => (signedInAs = name) };
}

const refusing = (times: number) => {
  let left = times;
  return async () => {
    left -= 1;
    if (left >= 0) throw new ApiError("UNAUTHENTICATED", "Who is there?");
    return "answer";
  };
};

describe("the door", () => {
  it("shuts once for all that is refused, and lets all go on when the token is right", async () => {
    const { door, asked } = aServer();
    const both = Promise.all([1, 1].map((times) => admitted(refusing(times), () => door.passed())));
    await settled();
    expect(door.store.getState()).toMatchObject({ shut: true, wasIn: false, problem: null });
    expect(asked).toEqual(["access"]);
    expect(await door.enter("wrong")).toBe(false);
    expect(door.store.getState().problem).toContain("not right");
    expect(await door.enter("right")).toBe(true);
    expect(await both).toEqual(["answer", "answer"]);
    expect(door.store.getState()).toMatchObject({ shut: false, wasIn: true, problem: null });
  });

  it("opens by itself where somebody signed in elsewhere meanwhile", async () => {
    const { door, let: lets } = aServer();
    const answer = admitted(refusing(1), () => door.passed());
    await settled();
    lets("Mia");
    await door.look();
    expect(await answer).toBe("answer");
  });

  it("does not ask a person who is in already", async () => {
    const { door, let: lets } = aServer();
    lets("Mia");
    expect(await admitted(refusing(1), () => door.passed())).toBe("answer");
    expect(door.store.getState().shut).toBe(false);
  });

  it("gives up where signing in changes nothing", async () => {
    const { door, let: lets } = aServer();
    lets("Mia");
    await expect(admitted(refusing(99), () => door.passed())).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });

  it("leaves other refusals to whoever asked", async () => {
    const { door, asked } = aServer();
    const act = () => Promise.reject(new ApiError("FORBIDDEN", "No."));
    await expect(admitted(act, () => door.passed())).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(asked).toEqual([]);
  });

  it("says when the next try may be", async () => {
    const tooMany = new ApiError("RATE_LIMITED", "Slower.", { retry_after_s: 12 });
    const { door } = aServer({ signIn: () => Promise.reject(tooMany) });
    expect(await door.enter("right")).toBe(false);
    expect(door.store.getState().waitUntil).toBe(13_000);
  });

  it("says that the browser kept no cookie, where the token was right and nothing changed", async () => {
    const { door } = aServer({ signIn: async () => undefined });
    void door.passed();
    await settled();
    expect(await door.enter("right")).toBe(false);
    expect(door.store.getState().problem).toContain("cookies");
  });

  it("is shut with the reason where the server does not say how to come in", async () => {
    const gone = new ApiError("OFFLINE", "The server does not answer.");
    const { door } = aServer({ fetchAccess: () => Promise.reject(gone) });
    void door.passed();
    await settled();
    expect(door.store.getState()).toMatchObject({ shut: true, problem: "The server does not answer." });
  });
});
