/** The effects of the screen and of the server meet: sent after a rest, shown when they come back, never lost. */
import { describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { ApiError } from "../api/errors";
import { objectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import { defaultStack } from "../effects/layers";
import { layerOf } from "../effects/stack";
import type { Clock } from "./clock";
import { FakeApi, settled } from "./fakeApi";
import { anObject, aSession } from "./fixtures";
import { createNotices } from "./notices";
import { SessionEffects } from "./sessionEffects";
import { emptyState, type OpenSession, type SessionState } from "./sessionState";
import { createStageStore } from "./stageStore";

const KEY = "masklet.effects.s";
const blurred: EffectStack = [layerOf("a", "blur")];
const erased: EffectStack = [layerOf("b", "erase")];
const text = (stack: EffectStack): string => JSON.stringify(stack);

class FakeStorage {
  readonly rows = new Map<string, string>();
  getItem(key: string): string | null {
    return this.rows.get(key) ?? null;
  }
  removeItem(key: string): void {
    this.rows.delete(key);
  }
}

function opened(session: Partial<OpenSession> = {}, kept: string | null = null) {
  const api = new FakeApi({ setEffects: () => ({ setEffects: { success: true } }) });
  const server = createStore<SessionState>(() => emptyState);
  const stage = createStageStore(defaultStack);
  const notices = createNotices();
  const storage = new FakeStorage();
  if (kept !== null) storage.rows.set(KEY, kept);
  let due: (() => void) | null = null;
  const clock: Clock = {
    after(_milliseconds, call) {
      due = call;
      return () => {
        due = null;
      };
    },
    onWake: () => () => undefined,
  };
  const around = { api, server, stage, notices, clock, storage: storage as unknown as Storage };
  const effects = new SessionEffects(around);
  server.setState({ phase: "open", session: aSession(session) });
  return {
    api,
    server,
    effects,
    storage,
    set: (stack: EffectStack) => stage.setState({ effects: stack }),
    shown: () => stage.getState().effects,
    rest: async () => {
      due?.();
      await settled();
    },
    hear: (stack: EffectStack | null) =>
      server.setState(({ session: now }) => ({
        session: now && { ...now, effects: stack && text(stack) },
      })),
    sent: () => api.calls.map(([, { input }]) => JSON.parse((input as { effects: string }).effects)),
    said: () => notices.store.getState().list.map(({ title }) => title),
  };
}

describe("a change", () => {
  it("is sent once, when the hand rests", async () => {
    const page = opened();
    page.set(blurred);
    page.set(erased);
    expect(page.api.calls).toEqual([]);
    await page.rest();
    expect(page.sent()).toEqual([erased]);
    page.hear(erased);
    await page.rest();
    expect(page.sent()).toHaveLength(1);
    expect(page.shown()).toBe(erased);
  });

  it("is sent at once where something must come after it", async () => {
    const page = opened();
    page.set(blurred);
    await page.effects.sent();
    expect(page.sent()).toEqual([blurred]);
    await page.effects.sent();
    await page.rest();
    expect(page.sent()).toHaveLength(1);
  });

  it("arrives when the page is left before that", async () => {
    const page = opened();
    page.effects.leave();
    expect(page.api.calls).toEqual([]);
    page.set(blurred);
    page.effects.leave();
    await page.rest();
    expect(page.sent()).toEqual([blurred]);
  });

  it("names no object that is gone", async () => {
    const page = opened({ objects: [anObject(1)] });
    const some = [{ ...layerOf("a", "blur"), objectIds: [objectId(0), objectId(1)] }];
    page.set(some);
    await page.rest();
    expect(page.sent()[0][0].objectIds).toEqual([1]);
  });

  it("stays on the screen where it is refused, and is sent again once the line is back", async () => {
    const page = opened();
    page.api.answers.setEffects = () => {
      throw new ApiError("OFFLINE", "The server cannot be reached.");
    };
    page.set(blurred);
    await page.rest();
    expect(page.said()).toEqual(["The effects were not saved"]);
    expect(page.shown()).toBe(blurred);
    page.api.answers.setEffects = () => ({ setEffects: { success: true } });
    page.server.setState({ connection: "reconnecting" });
    page.server.setState({ connection: "live" });
    await page.rest();
    expect(page.sent()).toEqual([blurred, blurred]);
    page.server.setState({ connection: "reconnecting" });
    page.server.setState({ connection: "live" });
    await page.rest();
    expect(page.sent()).toHaveLength(2);
  });
});

describe("what comes from the server", () => {
  it("is shown when the session is opened, and is not sent back", async () => {
    const page = opened({ effects: text(blurred) }, text(erased));
    expect(page.shown()).toEqual(blurred);
    expect(page.storage.rows.size).toBe(0);
    await page.rest();
    expect(page.api.calls).toEqual([]);
  });

  it("is shown as it changes: an undo takes the effects away", async () => {
    const page = opened({ effects: text(blurred) });
    page.hear(erased);
    expect(page.shown()).toEqual(erased);
    page.hear(null);
    expect(page.shown()).toEqual(defaultStack);
    await page.rest();
    expect(page.api.calls).toEqual([]);
  });

  it("waits while a change is on its way; who came last is asked then", async () => {
    const page = opened();
    page.api.answers.sessionEffects = () => ({ session: { effects: text(erased) } });
    page.set(blurred);
    page.hear(erased);
    expect(page.shown()).toBe(blurred);
    await page.rest();
    expect(page.api.calls.map(([name]) => name)).toEqual(["setEffects", "sessionEffects"]);
    expect(page.shown()).toEqual(erased);
  });

  it("may be damaged: the default is shown", () => {
    const page = opened({ effects: "{" });
    expect(page.shown()).toBe(defaultStack);
  });
});

describe("effects that this browser kept before", () => {
  it("are taken over once, and forgotten when the server has them", async () => {
    const page = opened({}, text(blurred));
    expect(page.shown()).toEqual(blurred);
    expect(page.storage.rows.size).toBe(1);
    await page.rest();
    expect(page.sent()).toEqual([blurred]);
    expect(page.storage.rows.size).toBe(0);
  });

  it("are kept where the server refused them", async () => {
    const page = opened({}, text(blurred));
    page.api.answers.setEffects = () => {
      throw new ApiError("STORAGE_FULL", "The disk is full.");
    };
    await page.rest();
    expect(page.storage.rows.size).toBe(1);
  });

  it.each(["{", text(defaultStack)])("are nothing to send: %s", async (kept) => {
    const page = opened({}, kept);
    await page.rest();
    expect(page.shown()).toBe(defaultStack);
    expect(page.api.calls).toEqual([]);
    expect(page.storage.rows.size).toBe(0);
  });
});
