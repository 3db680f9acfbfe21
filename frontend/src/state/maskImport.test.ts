/** An import from the choice to its report: what is sent, what stops it, what stays when it is refused. */
import { beforeAll, describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { ApiError } from "../api/errors";
import importing from "../words/en/import.json";
import { learn } from "../words/words";
import { FakeApi, type FakeSending, settled } from "./fakeApi";
import { anEdit, aSession } from "./fixtures";
import { MaskImport } from "./maskImport";
import { createNotices } from "./notices";
import { emptyState, type SessionState } from "./sessionState";
import { createStageStore } from "./stageStore";

const limits = {
  maxUploadBytes: 1000,
  maxDurationSec: 600,
  maxObjects: 64,
  maxPoints: 1000,
  keepDeletedSec: 86400,
};
const file = (name: string, content = "1234") => ({ name, file: new File([content], name) });

const wireReport = {
  importMasks: {
    format: "coco",
    masks: 5,
    objects: [{ objectId: 3, name: "Koi", isNew: true, masks: 5, firstFrame: 2, lastFrame: 6 }],
    problems: [
      { item: "annotation 4", kind: "EMPTY", message: "Empty.", details: '{"limit": 3}', wasTaken: false },
    ],
    problemCount: 1,
  },
};

function setting() {
  const api = new FakeApi({});
  const notices = createNotices();
  const stage = createStageStore([]);
  const session = aSession({ history: [anEdit(7)] });
  const server = createStore<SessionState>(() => ({ ...emptyState, phase: "open", session }));
  const imports = new MaskImport({ api, server, notices, stage });
  return { api, notices, stage, imports, state: () => imports.store.getState() };
}

async function started(...files: ReturnType<typeof file>[]) {
  const all = setting();
  all.imports.show();
  all.imports.choose(files.length === 0 ? [file("a.json")] : files);
  const ended = all.imports.start(limits);
  await settled();
  const sending = all.api.sendings[0] as FakeSending;
  return { ...all, ended, sending };
}

beforeAll(() => learn("import", importing));

describe("an import", () => {
  it("sends the file with the wish, and reports", async () => {
    const { imports, state, api, stage } = setting();
    imports.show();
    imports.choose([file("a.json")]);
    imports.wish({ takenAs: "PROMPTS", offset: 10, stride: 2 });
    const ended = imports.start(limits);
    await settled();
    const sending = api.sendings[0];
    expect(sending?.variables.input).toEqual({
      sessionId: "s",
      takenAs: "PROMPTS",
      format: null,
      sameName: false,
      offset: 10,
      stride: 2,
    });
    sending?.sent(3);
    expect([state().step, state().doneBytes]).toEqual(["sending", 3]);
    sending?.sent(200);
    expect([state().step, state().doneBytes]).toEqual(["reading", 4]);
    sending?.answer(wireReport);
    await ended;
    expect([state().step, state().editsUntil]).toEqual(["done", 7]);
    expect(state().report?.problems[0]?.details).toEqual({ limit: 3 });
    expect(stage.getState().corrected).toBe(true);
    imports.show();
    expect([state().step, state().source]).toEqual(["choosing", null]);
  });

  it("packs several files into one", async () => {
    const { sending, state } = await started(file("walk/1.png"), file("walk/2.png"));
    expect([sending.file.name, sending.file.type]).toEqual(["walk.zip", "application/zip"]);
    expect(state().step).toBe("sending");
  });

  it("that is refused keeps what was chosen, and says why until something is changed", async () => {
    const { sending, ended, state, imports, notices } = await started();
    imports.wish({ sameName: true });
    sending.fail(new ApiError("INVALID_INPUT", "It holds no masks."));
    await ended;
    expect([state().step, state().problem, state().source?.name]).toEqual([
      "choosing",
      "It holds no masks.",
      "a.json",
    ]);
    expect(notices.store.getState().list).toEqual([]);
    imports.wish({ format: "coco" });
    expect([state().problem, state().wish.sameName]).toEqual([null, true]);
  });

  it("can be stopped while it is sent; what comes later is not heard", async () => {
    const { sending, ended, state, imports } = await started();
    imports.stop();
    expect([sending.aborted(), state().step, state().source?.name]).toEqual([true, "choosing", "a.json"]);
    sending.fail(new ApiError("ABORTED", "The upload was stopped."));
    await ended;
    expect(state().problem).toBeNull();
  });

  it("goes on without its panel once the server has the file, and a notice says what came", async () => {
    const { sending, ended, state, imports, notices } = await started();
    sending.sent(100);
    imports.close();
    expect([sending.aborted(), state().shown, state().step]).toEqual([false, false, "reading"]);
    sending.answer(wireReport);
    await ended;
    expect(notices.store.getState().list).toEqual([
      {
        id: 1,
        tone: "good",
        title: "Masks of a.json are there",
        text: "5 masks of 1 object on frames 2–6",
        deed: null,
      },
    ]);
    expect(state().step).toBe("choosing");
  });

  it("says so too where it fails behind a closed panel", async () => {
    const { sending, ended, imports, notices } = await started();
    sending.sent(100);
    imports.close();
    sending.fail(new ApiError("INVALID_INPUT", "It holds no masks."));
    await ended;
    expect(notices.store.getState().list[0]).toMatchObject({ tone: "bad", text: "It holds no masks." });
  });

  it("takes no other file while one is under way, and closing gives it up but not what was chosen", async () => {
    const { imports, state, sending, notices } = await started();
    await imports.drop({ entries: [], plain: [file("b.json").file] });
    expect(state().source?.name).toBe("a.json");
    expect(notices.store.getState().list[0]?.title).toMatch(/^One file at a time/);
    imports.close();
    expect([sending.aborted(), state().shown, state().source?.name]).toEqual([true, false, "a.json"]);
    imports.forget();
    expect(state().source).toBeNull();
  });

  it("says where files that were chosen are gone when they are packed", async () => {
    const gone = file("walk/1.png");
    gone.file.stream = () => {
      throw new DOMException("It was moved.", "NotFoundError");
    };
    const { imports, state } = setting();
    imports.choose([gone, file("walk/2.png")]);
    await imports.start(limits);
    expect([state().step, state().problem]).toEqual([
      "choosing",
      "These files could not be read. It was moved.",
    ]);
  });

  it("refuses what is empty or too large before it is sent", async () => {
    const { imports, state, api } = setting();
    imports.choose([file("a.json", "")]);
    await imports.start(limits);
    expect(state().problem).toBe("This file is empty.");
    imports.choose([file("a.json", "x".repeat(1001))]);
    await imports.start(limits);
    expect(state().problem).toContain("Files can be up to");
    expect(api.sendings).toEqual([]);
  });

  it("opens with what was dropped, and says where that cannot be read or is nothing", async () => {
    const { imports, state } = setting();
    await imports.drop({ entries: [], plain: [file("a.json").file] });
    expect([state().shown, state().source?.name]).toEqual([true, "a.json"]);
    await imports.drop({ entries: [], plain: [] });
    expect(state().problem).toBe("There is no file in it.");
    const entry = {
      isDirectory: true,
      createReader: () => ({
        readEntries: (_: unknown, fail: (e: Error) => void) => fail(new Error("Gone.")),
      }),
    };
    await imports.drop({ entries: [{ ...entry, name: "x" } as unknown as FileSystemEntry], plain: [] });
    expect(state().problem).toBe("These files could not be read. Gone.");
  });
});
