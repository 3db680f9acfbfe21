/** Sharing a session as its owner meets it, and who is not offered to. */
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/errors";
import type { Access, ShareLink } from "../domain/access";
import { GalleryPage } from "../features/gallery/GalleryPage";
import { anEngine, anObject, aServer, aVideo } from "../state/fixtures";
import type { OpenSession } from "../state/sessionState";
import { ShareButton } from "./ShareButton";
import { ShareLayer } from "./ShareLayer";
import { openToAll, renderInSession } from "./stageSetting";

const mia: Access = { ...openToAll, mode: "token", signedInAs: "Mia", canSignOut: true };

const aLink = (change: Partial<ShareLink> = {}): ShareLink => ({
  shareId: "a",
  right: "READ",
  url: "/share/secret",
  createdAt: Date.now() / 1000,
  ...change,
});

async function renderStage(
  links: readonly ShareLink[] = [],
  session: Partial<OpenSession> = {},
  access = mia,
  answers: Record<string, () => unknown> = {},
) {
  const setting = renderInSession(
    <>
      <ShareButton />
      <ShareLayer />
    </>,
    session,
    {
      shareLinks: () => ({ shareLinks: links }),
      createShareLink: ({ right }) => ({
        createShareLink: aLink({ shareId: "b", right: right as "READ", url: "/share/new" }),
      }),
      removeShareLink: () => ({ removeShareLink: { success: true } }),
      ...answers,
    },
    access,
  );
  await act(() => setting.services.door.look());
  return setting;
}

async function openPanel() {
  fireEvent.click(screen.getByRole("button", { name: "Share" }));
  return within(await screen.findByRole("dialog", { name: "Share Dog" }, { timeout: 4000 }));
}

describe("sharing", () => {
  it("is for owners, where the server knows people", async () => {
    await renderStage([], { right: "EDIT" });
    expect(screen.queryByRole("button", { name: "Share" })).toBeNull();
  });
  it("is not there where everybody is in", async () => {
    await renderStage([], {}, openToAll);
    expect(screen.queryByRole("button", { name: "Share" })).toBeNull();
  });

  it("makes a link that looks, or one that edits, and copies its whole address", async () => {
    const { api } = await renderStage();
    const panel = await openPanel();
    await panel.findByText("Not shared yet");
    fireEvent.click(panel.getByRole("radio", { name: "Can edit" }));
    fireEvent.click(panel.getByRole("button", { name: "Create link" }));
    const address = (await panel.findByLabelText("Link: Can edit")) as HTMLInputElement;
    expect(address.value).toBe(new URL("/share/new", location.href).href);
    expect(api.calls).toContainEqual(["createShareLink", { sessionId: "s", right: "EDIT" }]);
    const write = vi.fn(async () => undefined);
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: write } });
    fireEvent.click(panel.getByRole("button", { name: "Copy" }));
    await panel.findByText("Copied");
    expect(write).toHaveBeenCalledWith(address.value);
    vi.unstubAllGlobals();
  });

  it("takes a link back after a question", async () => {
    const { api } = await renderStage([aLink(), aLink({ shareId: "c", right: "EDIT" })]);
    const panel = await openPanel();
    expect(await panel.findAllByRole("listitem")).toHaveLength(2);
    fireEvent.click(panel.getByRole("button", { name: "Remove link: Can look" }));
    const question = within(await screen.findByRole("alertdialog"));
    question.getByText(/can no longer look at the session/);
    expect(api.calls.some(([name]) => name === "removeShareLink")).toBe(false);
    fireEvent.click(question.getByRole("button", { name: "Remove link" }));
    await waitFor(() => expect(panel.getAllByRole("listitem")).toHaveLength(1));
    expect(api.calls).toContainEqual(["removeShareLink", { shareId: "a" }]);
  });

  it("says why it failed, keeps what is known, and tries again", async () => {
    let isGone = true;
    await renderStage([], {}, mia, {
      shareLinks: () => {
        if (isGone) throw new ApiError("OFFLINE", "The server does not answer.");
        return { shareLinks: [aLink()] };
      },
      createShareLink: () => {
        throw new ApiError("FORBIDDEN", "Only the owner may do that.");
      },
    });
    const panel = await openPanel();
    expect((await panel.findByRole("alert")).textContent).toBe("The server does not answer.");
    isGone = false;
    fireEvent.click(panel.getByRole("button", { name: "Try again" }));
    await panel.findByLabelText("Link: Can look");
    fireEvent.click(panel.getByRole("button", { name: "Create link" }));
    expect((await panel.findByRole("alert")).textContent).toBe("Only the owner may do that.");
    expect(panel.getAllByRole("listitem")).toHaveLength(1);
  });
});

describe("among the sessions", () => {
  const aWireSession = (id: string, name: string, change: object) => ({
    sessionId: id,
    name,
    engine: "flow",
    createdAt: 1,
    updatedAt: 1,
    maskedFrames: 50,
    edited: true,
    asleep: false,
    right: "OWN",
    video: aVideo(),
    objects: [anObject(0)],
    propagation: null,
    ...change,
  });
  const home = async (sessions: readonly object[], access: Access) => {
    const setting = renderInSession(
      <GalleryPage />,
      {},
      {
        videos: () => ({ videos: { edges: [{ node: aVideo() }] } }),
        sessions: () => ({ sessions }),
        server: () => ({ server: aServer(anEngine()) }),
      },
      access,
    );
    await act(() => setting.services.door.look());
    await screen.findByRole("region", { name: "Continue" });
  };
  const itemsOf = async (name: string) => {
    fireEvent.pointerDown(screen.getByRole("button", { name: `More for ${name}` }), {
      button: 0,
      ctrlKey: false,
    });
    const items = (await screen.findAllByRole("menuitem")).map(({ textContent }) => textContent);
    fireEvent.keyDown(screen.getByRole("menu"), { key: "Escape" });
    return items;
  };

  it("offers each person what they may do", async () => {
    await home(
      [aWireSession("a", "Mine", {}), aWireSession("b", "Theirs", { right: "READ", asleep: true })],
      mia,
    );
    expect(await itemsOf("Mine")).toEqual(["Duplicate", "Save as a file", "Share…", "Delete session"]);
    expect(await itemsOf("Theirs")).toEqual(["Duplicate", "Save as a file"]);
    expect(screen.queryByRole("button", { name: "Rename Theirs" })).toBeNull();
    const cards = screen.getAllByRole("listitem").map(({ textContent }) => textContent ?? "");
    expect(cards.find((text) => text.includes("Theirs"))).toMatch(/Read only.*asleep/);
    expect(cards.find((text) => text.includes("Mine"))).not.toContain("asleep");
  });

  it("shows a guest what is shared, and no way to bring or delete anything", async () => {
    await home([aWireSession("b", "Theirs", { right: "READ", objects: [] })], {
      ...mia,
      signedInAs: null,
      guest: true,
    });
    expect(screen.getByText("Shared with you")).toBeTruthy();
    for (const name of ["Upload videos", "Trash", "Open Dog"])
      expect([name, screen.queryByRole("button", { name })]).toEqual([name, null]);
    expect(await itemsOf("Theirs")).toEqual(["Save as a file"]);
  });
});
