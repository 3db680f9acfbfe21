/** Home as a person meets it: what is found, how far sessions are, and what a deletion takes along. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { GalleryPage } from "../features/gallery/GalleryPage";
import { anEngine, anObject, aServer, aVideo } from "../state/fixtures";
import { renderInSession } from "./stageSetting";

const koi = aVideo({ path: "gallery/koi.mp4", id: "koi", title: "Koi pond", isSample: true, right: "READ" });
const dog = aVideo();

const aWireSession = (id: string, change: object = {}) => ({
  sessionId: id,
  name: "Dog",
  engine: "flow",
  createdAt: 1,
  updatedAt: 1,
  maskedFrames: 50,
  edited: true,
  asleep: false,
  right: "OWN",
  video: dog,
  objects: [anObject(0)],
  propagation: null,
  ...change,
});

const deletion = { deletionOfSession: { sessions: 1, objects: 1, masks: 144, exports: 2, bytes: 2048 } };

function renderHome(
  videos: readonly object[],
  sessions: readonly object[] = [],
  counted: Promise<unknown> = Promise.resolve(),
) {
  return renderInSession(
    <GalleryPage />,
    {},
    {
      videos: () => ({ videos: { edges: videos.map((node) => ({ node })) } }),
      sessions: () => ({ sessions }),
      server: () => ({ server: aServer(anEngine()) }),
      deleteSession: () => ({ deleteSession: { trashId: "t" } }),
      deletionOfSession: () => counted.then(() => deletion),
    },
  );
}

const type = (text: string) =>
  fireEvent.change(screen.getByRole("searchbox", { name: "Search clips and sessions" }), {
    target: { value: text },
  });

describe("Home", () => {
  it("tells a newcomer what to do, and nobody else", async () => {
    renderHome([koi]);
    await screen.findByText("Pick a clip to start");
    expect(screen.queryByRole("region", { name: "Continue" })).toBeNull();
  });

  it("shows how much of a session is tracked", async () => {
    renderHome([koi, dog], [aWireSession("a", { objects: [anObject(0), anObject(1)] })]);
    const card = await screen.findByRole("region", { name: "Continue" });
    expect(card.textContent).toContain("2 objects · 25 % tracked");
    expect(screen.queryByText("Pick a clip to start")).toBeNull();
    expect(screen.getByText("6 × 4 · 100 frames · 1 session")).toBeTruthy();
  });

  it("searches both lists, says when nothing is found, and comes back", async () => {
    renderHome([koi, dog], [aWireSession("a")]);
    await screen.findByRole("button", { name: "Open Koi pond" });
    type("koi");
    expect(screen.getByRole("button", { name: "Open Koi pond" })).toBeTruthy();
    expect(screen.queryByRole("region", { name: "Continue" })).toBeNull();
    expect(screen.queryByRole("region", { name: "Your clips" })).toBeNull();
    type("zebra");
    expect(screen.getByRole("status").textContent).toContain("Nothing is called “zebra”");
    const [, clear] = screen.getAllByRole("button", { name: "Clear the search" });
    fireEvent.click(clear as HTMLElement);
    expect(screen.getByRole("region", { name: "Continue" })).toBeTruthy();
  });

  it("offers to rename and delete a clip to its owner alone", async () => {
    renderHome([koi, dog, aVideo({ id: "w", path: "uploads/w.mp4", title: "Shared", right: "READ" })]);
    await screen.findByRole("button", { name: "Open Shared" });
    const named = (name: string) => screen.queryByRole("button", { name });
    for (const deed of ["Rename", "Delete"]) {
      expect(named(`${deed} Dog`)).not.toBeNull();
      expect(named(`${deed} Shared`)).toBeNull();
      expect(named(`${deed} Koi pond`)).toBeNull();
    }
    expect(screen.getByText("Shared")).toBeTruthy();
  });

  it("shows the newest few of many sessions, then all", async () => {
    renderHome(
      [dog],
      Array.from({ length: 20 }, (_, at) => aWireSession(`s${at}`, { name: `Take ${at}`, updatedAt: at })),
    );
    const list = within(await screen.findByRole("region", { name: "Continue" }));
    expect(list.getAllByRole("listitem")).toHaveLength(6);
    expect(list.getByRole("button", { name: /^Continue Take 19,/ })).toBeTruthy();
    fireEvent.click(list.getByRole("button", { name: "Show all 20" }));
    expect(list.getAllByRole("listitem")).toHaveLength(20);
  });

  it("says what a deletion takes along before it happens", async () => {
    let count = (_: unknown) => {};
    const counted = new Promise((resolve) => {
      count = resolve;
    });
    const { api } = renderHome([dog], [aWireSession("a", { maskedFrames: 1 })], counted);
    const more = await screen.findByRole("button", { name: "More for Dog" });
    fireEvent.pointerDown(more, { button: 0, ctrlKey: false });
    fireEvent.click(await screen.findByRole("menuitem", { name: "Delete session" }));
    const question = await screen.findByRole("alertdialog");
    expect(question.textContent).toContain("Counting what goes along");
    count(null);
    await within(question).findByText(
      /Into the trash: the session, 1 object, 144 masks, 2 exports \(2.0 KB\).*The clip stays\./,
    );
    expect(api.calls.some(([name]) => name === "deleteSession")).toBe(false);
    fireEvent.click(within(question).getByRole("button", { name: "Delete session" }));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Continue" })).toBeNull());
  });
});
