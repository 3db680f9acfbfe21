/** An open session with a player that remembers, for the tests of drawing; not part of the product. */

import { createStore } from "zustand/vanilla";
import type { Draft, FrameMasks, Rle } from "../domain/mask";
import { defaultStack } from "../effects/layers";
import { Drafts } from "./drafts";
import { FakeApi } from "./fakeApi";
import { aSession } from "./fixtures";
import { createNotices } from "./notices";
import { Painting } from "./painting";
import { Prompting } from "./prompting";
import { emptyState, type OpenSession, type SessionState } from "./sessionState";
import { createStageStore } from "./stageStore";

type Answers = ConstructorParameters<typeof FakeApi>[0];

/** The fixtures' clip has 4 rows and 6 columns. */
export function drawingSetting(answers: Answers, session: Partial<OpenSession> = {}) {
  const api = new FakeApi(answers);
  const server = createStore<SessionState>(() => ({
    ...emptyState,
    phase: "open",
    session: aSession(session),
  }));
  const stage = createStageStore(defaultStack);
  const notices = createNotices();
  const shown: (Draft | null)[] = [];
  const stored: FrameMasks[] = [];
  const player = {
    mask: null as Rle | null,
    setMasks: (frames: readonly FrameMasks[]) => void stored.push(...frames),
    objectAt: async () => null,
    setDraft: (draft: Draft | null) => void shown.push(draft),
    maskOf: async () => player.mask,
  };
  const drafts = new Drafts(() => player);
  const prompting = new Prompting(api, server, stage, notices, () => player);
  const painting = new Painting(server, prompting, drafts, () => player, queueMicrotask);
  return { api, server, stage, notices, shown, stored, player, drafts, prompting, painting };
}

/** What a mutation about masks answers. */
export const frameAnswer = (key: string, counts = "91>") => ({
  [key]: {
    frameIndex: 7,
    rleMaskList: [{ objectId: 0, objectScore: 1, rleMask: { size: [4, 6], counts } }],
  },
});
