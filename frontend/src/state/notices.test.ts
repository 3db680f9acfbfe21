/** What is told once, and what makes room for what came later. */
import { describe, expect, it } from "vitest";
import { createNotices } from "./notices";

const titles = (notices: ReturnType<typeof createNotices>) =>
  notices.store.getState().list.map(({ title }) => title);

describe("notices", () => {
  it("tell the last thing that was done, not all before it; news and failures stay", () => {
    const notices = createNotices();
    notices.say("good", "Tracking is done");
    notices.say("plain", "Undone: a click");
    notices.say("bad", "The click was not taken");
    notices.say("plain", "Undone: a box");
    expect(titles(notices)).toEqual(["Tracking is done", "The click was not taken", "Undone: a box"]);
  });
  it("say the same sentence once", () => {
    const notices = createNotices();
    notices.say("bad", "No");
    notices.say("bad", "No");
    expect(titles(notices)).toEqual(["No"]);
  });
});
