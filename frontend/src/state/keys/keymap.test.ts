/** Changing keys, and reading what was kept of it. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Action } from "../actions/action";
import { actionById } from "../actions/registry";
import { createPreferences } from "../preferences";
import { chord } from "./chord";
import { readKeyChoice } from "./keptKeys";
import { conflictOf, keymapOf, ownKeys, withKey, withoutKey, withReset } from "./keymap";
import { Keys } from "./keys";

function action(id: string): Action {
  const found = actionById.get(id);
  if (found === undefined) throw new Error(`There is no action ${id}.`);
  return found;
}
const nextFrame = action("nextFrame");
const newObject = action("newObject");

describe("a key given to an action", () => {
  it("takes the place of the one it was changed from", () => {
    const choice = withKey(ownKeys, nextFrame, chord("Alt+F"), chord("F"));
    expect(keymapOf(choice).get("nextFrame")).toEqual(["Alt+F", "ArrowRight"]);
  });
  it("is taken from whoever had it, who keeps the others", () => {
    expect(conflictOf(keymapOf(ownKeys), newObject, chord("F"))?.id).toBe("nextFrame");
    const map = keymapOf(withKey(ownKeys, newObject, chord("F"), null));
    expect([map.get("newObject"), map.get("nextFrame")]).toEqual([["N", "F"], ["ArrowRight"]]);
  });
  it("is no conflict where one meaning goes before the other", () => {
    const map = keymapOf(ownKeys);
    expect(conflictOf(map, action("shuttlePause"), chord("K"))).toBeNull();
    expect(conflictOf(map, action("search"), chord("D"))).toBeNull();
    expect(conflictOf(map, action("search"), chord("?"))?.id).toBe("showKeys");
  });
  it("goes, and comes back with a reset", () => {
    const without = withoutKey(ownKeys, newObject, chord("N"));
    expect(keymapOf(without).get("newObject")).toEqual([]);
    expect(keymapOf(withReset(without, newObject)).get("newObject")).toEqual(["N"]);
  });
  it("stays where it was given when the one who lost it is reset", () => {
    const given = withKey(ownKeys, newObject, chord("F"), null);
    const map = keymapOf(withReset(given, nextFrame));
    expect([map.get("newObject"), map.get("nextFrame")]).toEqual([["N", "F"], ["ArrowRight"]]);
  });
  it("outlives another preset, and the preset's own key gives way", () => {
    const given = withKey(ownKeys, newObject, chord("Alt+L"), null);
    const map = keymapOf({ ...given, preset: "labelStudio" });
    expect([map.get("newObject"), map.get("lockObject")]).toEqual([["N", "Alt+L"], []]);
  });
});

describe("a kept choice", () => {
  it("is read as far as it is understood", () => {
    const kept = {
      preset: "cvat",
      changes: { nextFrame: ["G", "Shift+?", 7], gone: ["A"], newObject: "N", stop: [] },
    };
    expect(readKeyChoice(kept)).toEqual({ preset: "cvat", changes: { nextFrame: ["G"], stop: [] } });
    for (const odd of [null, "x", 3, [], { preset: "vim", changes: [] }])
      expect(readKeyChoice(odd)).toEqual(ownKeys);
  });
});

describe("Keys", () => {
  beforeEach(() => localStorage.clear());
  it("are kept in this browser, with the language", () => {
    const preferences = createPreferences(localStorage);
    const keys = new Keys(preferences);
    keys.give(newObject, chord("Y"), chord("N"));
    keys.choosePreset("cvat");
    preferences.setState({ language: "ko" });
    const again = createPreferences(localStorage);
    expect(again.getState().language).toBe("ko");
    expect(new Keys(again).store.getState().map.get("newObject")).toEqual(["Y"]);
    keys.resetAll();
    expect(createPreferences(localStorage).getState().keys).toEqual({ preset: "cvat", changes: {} });
  });
  it("start anew where somebody else wrote", () => {
    localStorage.setItem("masklet.preferences", JSON.stringify({ language: "xx", keys: "?" }));
    expect(createPreferences(localStorage).getState()).toMatchObject({ language: null, keys: ownKeys });
  });
});
