/** The list of actions, and what other tools' habits make of it. */
import { describe, expect, it } from "vitest";
import { en } from "../../words/en";
import { isKeptByBrowser } from "../keys/chord";
import { conflictOf, keymapOf, ownKeys } from "../keys/keymap";
import { actionGroups } from "./action";
import { isPresetName, type PresetName, presets, presetTitles } from "./presets";
import { actionById, actions, titleOf } from "./registry";

const names = Object.keys(presets) as PresetName[];

describe("actions", () => {
  it("have each an id of their own, a title and a group", () => {
    expect(actionById.size).toBe(actions.length);
    for (const { id, group } of actions) {
      expect(Object.keys(en.keys)).toContain(id);
      expect(titleOf(id)).not.toBe("");
      expect(actionGroups).toContain(group);
    }
  });
});

describe.each(names)("the keys of %s", (preset) => {
  const map = keymapOf({ ...ownKeys, preset });
  it("mean one thing each", () => {
    for (const action of actions)
      for (const key of map.get(action.id) ?? [])
        expect([key, conflictOf(map, action, key)?.id]).toEqual([key, undefined]);
  });
  it("reach every action, with one that the browser leaves to the page", () => {
    for (const { id } of actions)
      expect([id, map.get(id)?.some((key) => !isKeptByBrowser(key))]).toEqual([id, true]);
  });
});

describe("presets", () => {
  it("name actions that there are, and have names", () => {
    for (const name of names) {
      for (const id of Object.keys(presets[name])) expect(actionById.has(id)).toBe(true);
      expect(presetTitles[name]).not.toBe("");
    }
    expect([isPresetName("cvat"), isPresetName("toString"), isPresetName(1)]).toEqual([true, false, false]);
  });
  it("have what people of those tools press", () => {
    const key = (preset: PresetName, id: Parameters<typeof titleOf>[0]) =>
      keymapOf({ ...ownKeys, preset }).get(id)?.[0];
    expect([key("cvat", "nextFrame"), key("cvat", "markAbsent"), key("cvat", "showKeys")]).toEqual([
      "F",
      "O",
      "F1",
    ]);
    expect([key("labelStudio", "lockObject"), key("labelStudio", "boxTool")]).toEqual(["Alt+L", "R"]);
    expect([key("afterEffects", "nextFrame"), key("afterEffects", "setIn")]).toEqual(["PageDown", "B"]);
  });
});

it("the issue's defaults are the defaults", () => {
  const map = keymapOf(ownKeys);
  const wanted: Readonly<Record<string, string>> = {
    previousFrame: "D",
    nextFrame: "F",
    tenFramesBack: "C",
    tenFramesOn: "V",
    previousPrompted: "E",
    nextPrompted: "R",
    play: "Space",
    shuttleBack: "J",
    shuttlePause: "K",
    shuttleFaster: "L",
    setIn: "I",
    setOut: "Shift+I",
    swapSign: "X",
    boxTool: "W",
    brushTool: "B",
    eraserTool: "Shift+B",
    newObject: "N",
    tabToNextObject: "Tab",
    trackForward: "T",
    trackBackward: "Shift+T",
    trackBothWays: "Ctrl+B",
    trackOneFrame: "Alt+T",
    stop: "Escape",
    markAbsent: "O",
    acceptFrame: "K",
    nextLook: ";",
    hideObject: "H",
    soloObject: "S",
    lockObject: "L",
    nextOverlay: "M",
    fainterOverlay: "-",
    strongerOverlay: "=",
    fitPicture: "Z",
    undo: "Ctrl+Z",
    redo: "Ctrl+Shift+Z",
    exportPanel: "Ctrl+Shift+E",
    showKeys: "?",
    search: "/",
  };
  for (const [id, key] of Object.entries(wanted)) {
    const action = actionById.get(id);
    expect([id, action && map.get(action.id)?.[0]]).toEqual([id, key]);
  }
});
