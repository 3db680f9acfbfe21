/** What opening a stage does in which order. */
import { act, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Player } from "../worker/protocol";
import { Fetched, FetchedPage } from "./fetchedPage";
import { renderInSession } from "./stageSetting";
import { usePictureFirst } from "./usePictureFirst";

function Told() {
  const { isFirst, isLate } = usePictureFirst();
  return <output>{isFirst ? "picture first" : isLate ? "late" : "all"}</output>;
}
const Page = ({ word }: { readonly word: string }) => <p>{word}</p>;
const told = () => screen.getByRole("status").textContent;

describe("the picture first", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("lets all else be painted when the picture is on the display", () => {
    const { workspace } = renderInSession(<Told />);
    expect(told()).toBe("picture first");
    act(() => workspace.stage.setState({ decoder: "webcodecs" }));
    expect(told()).toBe("picture first");
    act(() => vi.advanceTimersByTime(100));
    expect(told()).toBe("all");
  });

  it("shows all at once where the picture cannot come", () => {
    const { workspace } = renderInSession(<Told />);
    const playerProblem = { code: "VIDEO_UNREADABLE", message: "It cannot be read." } as const;
    act(() => workspace.stage.setState({ playerProblem }));
    act(() => vi.advanceTimersByTime(100));
    expect(told()).toBe("all");
  });

  it("does not wait long for a slow one", () => {
    renderInSession(<Told />);
    act(() => vi.advanceTimersByTime(700));
    expect(told()).toBe("late");
  });

  it("stays as it is when the picture is opened anew", () => {
    const { workspace } = renderInSession(<Told />);
    act(() => workspace.stage.setState({ decoder: "webcodecs" }));
    act(() => vi.advanceTimersByTime(100));
    act(() => workspace.stage.setState({ decoder: null }));
    expect(told()).toBe("all");
  });
});

describe("a lent player", () => {
  const player = new Proxy({}, { get: () => () => Promise.resolve(null) }) as Player;

  it("is followed by masks and events when its first picture is there", async () => {
    const { api, workspace } = renderInSession(null);
    let comes = (): void => undefined;
    const detach = workspace.attach(player, new Promise((resolve) => (comes = () => resolve())));
    await act(async () => undefined);
    expect(api.streams).toHaveLength(0);
    comes();
    await act(async () => undefined);
    expect(api.streams).toHaveLength(1);
    detach();
  });

  it("is not followed where it was taken away before", async () => {
    const { api, workspace } = renderInSession(null);
    const detach = workspace.attach(player, Promise.resolve());
    detach();
    await act(async () => undefined);
    expect(api.streams).toHaveLength(0);
  });
});

describe("a page that is fetched", () => {
  const shown = (page: FetchedPage<{ word: string }>) =>
    render(
      <Suspense fallback="opening">
        <Fetched page={page} given={{ word: "here" }} />
      </Suspense>,
    ).container;

  it("is shown without a fallback when its code is there", async () => {
    const page = new FetchedPage(async () => Page);
    await page.fetch();
    expect(shown(page).textContent).toBe("here");
  });

  it("shows the fallback until its code comes", async () => {
    const page = new FetchedPage(async () => Page);
    expect(shown(page).textContent).toBe("opening");
    await screen.findByText("here");
  });

  it("is asked for once more when its code could not be fetched", async () => {
    let asked = 0;
    const page = new FetchedPage<{ word: string }>(async () => {
      asked += 1;
      if (asked === 1) throw new Error("no line");
      return Page;
    });
    await expect(page.fetch()).rejects.toThrow("no line");
    shown(page);
    await screen.findByText("here");
  });
});
