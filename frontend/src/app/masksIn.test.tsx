/** Importing masks as a person meets it: from the list of objects or a drop to the report, and what is said on the way. */
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ObjectsPanel } from "../features/objects/ObjectsPanel";
import type { FakeSending } from "../state/fakeApi";
import { aJob, anEdit, anObject, aServer } from "../state/fixtures";
import type { OpenSession } from "../state/sessionState";
import { MasksIn } from "./MasksIn";
import { renderInSession } from "./stageSetting";

const coco = { name: "coco", title: "COCO JSON", description: "Instances.", suffixes: [".json", ".zip"] };

function open(session: Partial<OpenSession> = {}) {
  const setting = renderInSession(
    <>
      <ObjectsPanel />
      <MasksIn />
    </>,
    session,
  );
  act(() => setting.services.gallery.store.setState({ server: { ...aServer(), importFormats: [coco] } }));
  return setting;
}

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });
const panel = () => screen.findByRole("dialog", { name: "Import masks" });

async function opened(session: Partial<OpenSession> = {}) {
  const setting = open(session);
  const [opener] = screen.getAllByRole("button", { name: "Import masks…" });
  if (opener !== undefined) fireEvent.click(opener);
  await panel();
  return setting;
}

const choose = (name: string, type = "") =>
  fireEvent.change(screen.getByLabelText("Files of masks"), {
    target: { files: [new File(["1234"], name, { type })] },
  });

const empty = (item: number) => ({
  item: `annotation ${item}`,
  kind: "EMPTY",
  message: "The mask is empty.",
  details: "{}",
  wasTaken: false,
});
const scaled = {
  item: "",
  kind: "SCALED",
  message: "Masks of 8 × 4 pixels were scaled to the clip.",
  details: '{"width": 8, "height": 4}',
  wasTaken: true,
};
const report = {
  format: "coco",
  masks: 9,
  objects: [
    { objectId: 3, name: "Koi", isNew: true, masks: 5, firstFrame: 6, lastFrame: 10 },
    { objectId: 0, name: "Object 1", isNew: false, masks: 4, firstFrame: 2, lastFrame: 5 },
  ],
  problems: [empty(1), empty(2), empty(3), empty(4), scaled],
  problemCount: 128,
};

describe("importing masks", () => {
  it("begins in the list of objects, which says so where it is empty too", async () => {
    open();
    const [first, another] = screen.getAllByRole("button", { name: "Import masks…" });
    if (first === undefined || another === undefined) throw new Error("there is no button");
    fireEvent.click(another);
    await panel();
    expect(screen.getByText("What can be read: COCO JSON")).toBeTruthy();
    expect(button("Import").disabled).toBe(true);
  });

  it("takes what is dropped on the page", async () => {
    open();
    const transfer = { types: ["Files"], items: [], files: [new File(["1234"], "koi.json")] };
    fireEvent.dragOver(window, { dataTransfer: transfer });
    expect(screen.getByText("Drop to import masks into this session")).toBeTruthy();
    fireEvent.drop(window, { dataTransfer: transfer });
    expect(within(await panel()).getByText("koi.json")).toBeTruthy();
    expect(button("Import").disabled).toBe(false);
  });

  it("refuses by its name what no format can be in, unless the format is named", async () => {
    await opened();
    choose("notes.txt");
    expect(screen.getByRole("alert").textContent).toContain("Known are .json, .zip");
    expect(button("Import").disabled).toBe(true);
    choose("koi.json");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(button("Import").disabled).toBe(false);
  });

  it("asks whether a video is a clip, and brings it to the clips", async () => {
    const { services } = await opened();
    choose("koi.mp4", "video/mp4");
    fireEvent.click(button("Add it to the clips"));
    expect(services.uploads.store.getState().items.map(({ fileName }) => fileName)).toEqual(["koi.mp4"]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says that tracking will be stopped", async () => {
    await opened({ propagation: aJob({ state: "RUNNING" }) });
    expect(screen.getByText(/^Tracking is under way/)).toBeTruthy();
  });

  it("says in numbers what the frame numbers mean", async () => {
    const { api } = await opened();
    choose("koi.json");
    fireEvent.click(screen.getByText("Frame numbers"));
    const [offset, stride] = [/^The file's frame 0/, /^Clip frames from/].map((name) =>
      screen.getByLabelText(name),
    );
    for (const [field, value] of [
      [offset, "x-1-2"],
      [stride, "0"],
    ] as const) {
      if (field === undefined) throw new Error("a field is missing");
      fireEvent.change(field, { target: { value } });
      fireEvent.blur(field);
    }
    expect(screen.getByText(/^Frames 0, 1 and 2/).textContent).toContain("frames 12, 13 and 14 of the clip");
    if (offset !== undefined) {
      fireEvent.change(offset, { target: { value: "-5" } });
      fireEvent.blur(offset);
    }
    fireEvent.click(button("Import"));
    await waitFor(() => expect(api.sendings).toHaveLength(1));
    expect(api.sendings[0]?.variables.input).toMatchObject({ offset: -5, stride: 1 });
  });
});

describe("the report", () => {
  async function reported() {
    const setting = await opened({ objects: [anObject(0)], history: [anEdit(4)] });
    choose("koi.json");
    fireEvent.click(button("Import"));
    await waitFor(() => expect(setting.api.sendings).toHaveLength(1));
    const sending = setting.api.sendings[0] as FakeSending;
    act(() => sending.sent(2));
    expect(screen.getByText("Sending: 2 B of 4 B")).toBeTruthy();
    act(() => sending.sent(400));
    expect(screen.getByText("The server is reading the file…")).toBeTruthy();
    await act(async () => sending.answer({ importMasks: report }));
    return setting;
  }

  const change = ({ workspace }: Awaited<ReturnType<typeof reported>>, undone: boolean) =>
    act(() =>
      workspace.server.setState(({ session }) => ({
        session: session && {
          ...session,
          history: [anEdit(4), anEdit(5, { kind: "IMPORT", objectId: null, detail: "koi.json", undone })],
        },
      })),
    );

  it("sums up, and lists what did not fit by kinds, the first few of each", async () => {
    await reported();
    expect(screen.getByText("9 masks of 2 objects on frames 2–10")).toBeTruthy();
    expect(screen.getByText(/^Read as COCO JSON/)).toBeTruthy();
    const leftOut = within(screen.getByRole("region", { name: "Left out" }));
    expect(leftOut.getByText(/annotation 1, annotation 2, annotation 3/)).toBeTruthy();
    fireEvent.click(leftOut.getByRole("button", { name: "and 1 more" }));
    expect(leftOut.getByText(/annotation 4/)).toBeTruthy();
    expect(screen.getByText(scaled.message)).toBeTruthy();
    expect(screen.getByText("And 123 more that are not listed.")).toBeTruthy();
    expect(screen.getByText("was here")).toBeTruthy();
  });

  it("leads to the first new mask, with its object in the hand", async () => {
    const { workspace } = await reported();
    fireEvent.click(button("Show frame 2"));
    expect([workspace.stage.getState().frame, workspace.stage.getState().selected]).toEqual([2, 0]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("takes it back once the step is there, and brings it again", async () => {
    const setting = await reported();
    expect(button("Undo the import").disabled).toBe(true);
    setting.api.answers.undo = () => ({ undo: null });
    change(setting, false);
    fireEvent.click(button("Undo the import"));
    await waitFor(() => expect(setting.api.calls.map(([name]) => name)).toEqual(["undo"]));
    change(setting, true);
    expect(screen.getByText(/^Taken back/)).toBeTruthy();
    expect(button("Show frame 2").disabled).toBe(true);
    expect(button("Bring them back").disabled).toBe(false);
  });
});
