/** No component says anything that the catalogue does not know. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { literalsIn } from "./literals";

/** Files whose words are still to be moved to the catalogue. A file that is done must leave this list. */
const STILL_TO_DO: readonly string[] = [
  "features/effects/EffectsPanel.tsx",
  "features/export/ExportJobs.tsx",
  "features/export/ExportPanel.tsx",
  "features/gallery/CheckpointNews.tsx",
  "features/gallery/DropAnywhere.tsx",
  "features/gallery/EngineAction.tsx",
  "features/gallery/EngineChoice.tsx",
  "features/gallery/EnginesButton.tsx",
  "features/gallery/EnginesPanel.tsx",
  "features/gallery/GalleryPage.tsx",
  "features/gallery/RangeChooser.tsx",
  "features/gallery/SessionCard.tsx",
  "features/gallery/UploadButtons.tsx",
  "features/gallery/UploadCard.tsx",
  "features/gallery/UploadInvitation.tsx",
  "features/gallery/VideoCard.tsx",
  "features/objects/ObjectRow.tsx",
  "features/objects/ObjectsPanel.tsx",
  "features/stage/Crosshair.tsx",
  "features/stage/HintLine.tsx",
  "features/stage/Picture.tsx",
  "features/stage/PictureProblem.tsx",
  "features/stage/PromptOverlay.tsx",
  "features/stage/ToolBar.tsx",
  "features/timeline/Filmstrip.tsx",
  "features/timeline/FrameInput.tsx",
  "features/timeline/Lane.tsx",
  "features/timeline/Timeline.tsx",
  "features/timeline/TrackBar.tsx",
  "features/timeline/Transport.tsx",
  "features/timeline/Where.tsx",
];

const components = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".tsx") && !path.endsWith(".test.tsx"));

describe("literalsIn", () => {
  it("finds what is shown or heard, however it comes about", () => {
    const source = `const a = { title: "Box", value: "point" };
      const b = <p className="wide" aria-label={x ? "One" : say("k")} title={\`Key \${k}\`}>
        Two {done && "Three"} {"four" + n} {say("ui:keep")} · {a === "five" ? 1 : 2}</p>;`;
    expect(literalsIn("x.tsx", source)).toEqual(["Box", "One", "Key ", "Two", "Three", "four"]);
  });
});

describe("components", () => {
  it.each(components)("%s", (path) => {
    const found = literalsIn(path, readFileSync(`src/${path}`, "utf8"));
    if (STILL_TO_DO.includes(path)) expect(found, "take it off the list").not.toEqual([]);
    else expect(found).toEqual([]);
  });
});
