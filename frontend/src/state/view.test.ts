/** What the timeline shows, as it is zoomed, moved and followed. */

import { describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { frameIndex } from "../domain/clip";
import { defaultStack } from "../effects/layers";
import { aSession, aVideo } from "./fixtures";
import { emptyState, type SessionState } from "./sessionState";
import { createStageStore } from "./stageStore";
import { TimeView } from "./timeView";
import { panned, showing, wholeOf, zoomed } from "./view";

describe("a view", () => {
  it("keeps the frame under the pointer where it is", () => {
    const view = zoomed(wholeOf(1000), 4, 300, 1000);
    expect(view.span).toBe(250);
    expect((300 - view.first) / view.span).toBeCloseTo(0.3);
  });
  it("stays inside the clip and never gets too narrow", () => {
    expect(zoomed(wholeOf(1000), 2, 0, 1000)).toEqual({ first: 0, span: 500 });
    expect(zoomed(wholeOf(1000), 1e9, 999, 1000)).toMatchObject({ span: 12 });
    expect(panned({ first: 900, span: 100 }, 50, 1000)).toEqual({ first: 900, span: 100 });
    expect(zoomed(wholeOf(5), 2, 2, 5)).toEqual({ first: 0, span: 5 });
  });
  it("turns like a page when the frame leaves it", () => {
    const view = { first: 100, span: 100 };
    expect(showing(view, 150, 1000)).toBe(view);
    expect(showing(view, 200, 1000)).toEqual({ first: 195, span: 100 });
    expect(showing(view, 20, 1000)).toEqual({ first: 0, span: 100 });
    expect(showing(view, 700, 1000)).toEqual({ first: 650, span: 100 });
  });
});

describe("TimeView", () => {
  const setUp = () => {
    const session = aSession({ video: aVideo({ frameCount: 1000 }) });
    const server = createStore<SessionState>(() => ({ ...emptyState, phase: "open", session }));
    const stage = createStageStore(defaultStack);
    return { stage, timeView: new TimeView(server, stage) };
  };
  it("zooms, follows the frame, and fits again", () => {
    const { stage, timeView } = setUp();
    timeView.zoom(10);
    expect(stage.getState().view).toEqual({ first: 0, span: 100 });
    stage.setState({ frame: frameIndex(500) });
    expect(stage.getState().view).toEqual({ first: 450, span: 100 });
    timeView.fit();
    expect(stage.getState().view).toBeNull();
  });
  it("is the whole clip again when zoomed out far enough", () => {
    const { stage, timeView } = setUp();
    timeView.zoomIn();
    timeView.zoomOut();
    timeView.zoomOut();
    expect(stage.getState().view).toBeNull();
  });
});
