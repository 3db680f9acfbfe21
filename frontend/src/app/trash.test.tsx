/** Deleting as a person meets it: what goes along, taking it back, and the trash. */
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/errors";
import type { Deleted, Deletion, Storage } from "../domain/trash";
import { GalleryPage } from "../features/gallery/GalleryPage";
import { storageWords } from "../features/gallery/StorageLine";
import { lossWords } from "../features/gallery/useDeletion";
import { anEngine, aServer, aVideo } from "../state/fixtures";
import { Notices } from "./Notices";
import { renderInSession } from "./stageSetting";

const nothing: Deletion = { sessions: 0, objects: 0, masks: 0, exports: 0, bytes: 0 };

const aDeleted = (change: Partial<Deleted> = {}): Deleted => ({
  trashId: "t",
  kind: "VIDEO",
  name: "Dog",
  deletedAt: Date.now() / 1000 - 180,
  gone: Date.now() / 1000 + 23 * 3600,
  bytes: 5 * 1024 ** 2,
  ...change,
});

const storage: Storage = {
  usedBytes: 1024 ** 3,
  trashBytes: 1024,
  quotaBytes: null,
  freeBytes: 2 * 1024 ** 3,
};

/** A server with one clip, which may lie in its trash. */
function renderHome(inTrash: readonly Deleted[] = [], answers: Record<string, () => unknown> = {}) {
  const server = { videos: [aVideo()], trash: [...inTrash] };
  const setting = renderInSession(
    <>
      <GalleryPage />
      <Notices />
    </>,
    {},
    {
      videos: () => ({ videos: { edges: server.videos.map((node) => ({ node })) } }),
      sessions: () => ({ sessions: [] }),
      server: () => ({ server: aServer(anEngine()) }),
      deletionOfVideo: () => ({ deletionOfVideo: nothing }),
      deleteVideo: () => {
        server.videos = [];
        server.trash = [aDeleted()];
        return { deleteVideo: { trashId: "t" } };
      },
      trash: () => ({ trash: server.trash, storage }),
      restoreDeleted: () => {
        server.videos = [aVideo()];
        server.trash = [];
        return { restoreDeleted: { success: true } };
      },
      deleteForever: () => {
        server.trash = [];
        return { deleteForever: { success: true } };
      },
      ...answers,
    },
  );
  return setting;
}

const clip = () => screen.queryByRole("button", { name: "Open Dog" });

async function deleteClip() {
  fireEvent.click(await screen.findByRole("button", { name: "Delete Dog" }));
  const question = await screen.findByRole("alertdialog");
  fireEvent.click(within(question).getByRole("button", { name: "Delete clip" }));
}

const openTrash = async () => {
  fireEvent.click(await screen.findByRole("button", { name: "Trash" }));
  return within(await screen.findByRole("dialog", { name: "Trash" }, { timeout: 4000 }));
};

describe("a deletion", () => {
  it("counts what is there, and leaves out what is not", () => {
    const loss = { sessions: 2, objects: 3, masks: 1, exports: 0, bytes: 1536 };
    expect(lossWords(true, loss, 86400)).toContain("the clip, 2 sessions, 3 objects, 1 mask (1.5 KB)");
    expect(lossWords(true, nothing, 86400)).toContain("Into the trash: the clip (0 B)");
    expect(lossWords(false, loss, 86400)).toContain("the session, 3 objects, 1 mask (1.5 KB)");
  });

  it("says how long this server lets it be taken back, and where it does not", () => {
    expect(lossWords(true, nothing, 5400)).toContain("You can bring it back for 90 minutes; then");
    expect(lossWords(true, nothing, 0)).toContain(
      "Gone for good at once: the clip (0 B). This cannot be undone.",
    );
  });

  it("can be taken back from the notice", async () => {
    const { api } = renderHome();
    await deleteClip();
    await waitFor(() => expect(clip()).toBeNull());
    expect(screen.getByRole("status", { name: "" }).textContent).toContain("Dog is in the trash");
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(clip()).not.toBeNull());
    expect(api.calls).toContainEqual(["restoreDeleted", { trashId: "t" }]);
    expect(screen.getByText("Dog is back")).toBeTruthy();
  });

  it("says so where there is no way back, and where the way back is shut", async () => {
    const { services } = renderHome([], { deleteVideo: () => ({ deleteVideo: { trashId: null } }) });
    await deleteClip();
    await screen.findByText("Dog is gone for good");
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
    const gone = new ApiError("DELETED_NOT_FOUND", "It is not in the trash any more.");
    vi.spyOn(services.api, "request").mockRejectedValueOnce(gone);
    await act(() => services.gallery.trash.restore({ trashId: "t", name: "Dog" }));
    expect(screen.getByRole("alert").textContent).toContain("Dog was not brought back");
  });

  it("stays deletable where the counting failed, and says why", async () => {
    renderHome([], {
      deletionOfVideo: () => {
        throw new ApiError("OFFLINE", "The server does not answer.");
      },
    });
    fireEvent.click(await screen.findByRole("button", { name: "Delete Dog" }));
    await screen.findByText(/could not be counted. The server does not answer./);
  });

  it("does not leave before it was read", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { services } = renderHome();
    act(() => services.gallery.trash.tell("Dog", "t"));
    const notice = screen.getByText("Dog is in the trash");
    fireEvent.pointerEnter(notice.closest("[role=status]") as Element);
    act(() => vi.advanceTimersByTime(60_000));
    expect(screen.queryByText("Dog is in the trash")).not.toBeNull();
    fireEvent.pointerLeave(notice.closest("[role=status]") as Element);
    act(() => vi.advanceTimersByTime(15_000));
    expect(screen.queryByText("Dog is in the trash")).toBeNull();
    vi.useRealTimers();
  });
});

describe("the trash", () => {
  it("says that it is empty, and how full the server is", async () => {
    renderHome();
    const panel = await openTrash();
    await panel.findByText("The trash is empty");
    panel.getByText("1.0 GB used, 1.0 KB of it in the trash; 2.0 GB free on the disk");
  });

  it("says how long this server keeps it", async () => {
    const keeping = (keepDeletedSec: number) => {
      const server = aServer(anEngine());
      renderHome([], {
        server: () => ({ server: { ...server, limits: { ...server.limits, keepDeletedSec } } }),
      });
    };
    keeping(3 * 86400);
    (await openTrash()).getByText("What was deleted stays here for 3 days, then it is gone for good.");
    cleanup();
    keeping(0);
    (await openTrash()).getByText("Nothing is kept here: what is deleted is gone for good at once.");
  });

  it("lists what lies there with when it goes for good, and brings it back", async () => {
    renderHome([aDeleted(), aDeleted({ trashId: "u", kind: "SESSION", name: "Take", gone: 0 })]);
    const panel = await openTrash();
    const rows = await panel.findAllByRole("listitem");
    expect(rows[0]?.textContent).toContain("Clip · 5.0 MB · deleted 3 min ago · gone for good in 23.0 h");
    expect(rows[1]?.textContent).toContain("Session · 5.0 MB · deleted 3 min ago · gone for good any moment");
    fireEvent.click(panel.getByRole("button", { name: "Restore Dog" }));
    await panel.findByText("The trash is empty");
  });

  it("asks before something is gone for good", async () => {
    const { api } = renderHome([aDeleted()]);
    const panel = await openTrash();
    fireEvent.click(await panel.findByRole("button", { name: "Delete Dog for good" }));
    const question = within(await screen.findByRole("alertdialog"));
    question.getByText("This frees 5.0 MB and cannot be undone.");
    expect(api.calls.some(([name]) => name === "deleteForever")).toBe(false);
    fireEvent.click(question.getByRole("button", { name: "Delete for good" }));
    await panel.findByText("The trash is empty");
    expect(api.calls).toContainEqual(["deleteForever", { trashId: "t" }]);
  });

  it("says why it cannot be looked into, and tries again", async () => {
    let isGone = true;
    renderHome([], {
      trash: () => {
        if (isGone) throw new ApiError("OFFLINE", "The server does not answer.");
        return { trash: [], storage };
      },
    });
    const panel = await openTrash();
    await panel.findByText("The server does not answer.");
    isGone = false;
    fireEvent.click(panel.getByRole("button", { name: "Try again" }));
    await panel.findByText("The trash is empty");
  });

  it("tells the quota where there is one", () => {
    expect(storageWords({ ...storage, quotaBytes: 4 * 1024 ** 3 })).toBe(
      "1.0 GB of 4.0 GB used, 1.0 KB of it in the trash",
    );
  });
});
