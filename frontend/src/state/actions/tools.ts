/** Keys of the tools in the hand, and of what they leave on a frame. */
import type { StageAction } from "./action";
import { byDeed, deedShows, hasSelected, onSelected, stageActions } from "./making";

const tool = stageActions("tools");

export const toolActions: readonly StageAction[] = [
  tool("pointTool", "Q", ({ stage }) => stage.setState({ tool: "point" })),
  tool("boxTool", "W", byDeed("boxTool")),
  tool("brushTool", "B", byDeed("brushTool")),
  tool("eraserTool", "Shift+B", byDeed("eraserTool")),
  tool("selectTool", "A", byDeed("selectTool")),
  tool("smallerBrush", "[", byDeed("smallerBrush"), { repeats: true }),
  tool("largerBrush", "]", byDeed("largerBrush"), { repeats: true }),
  tool("swapSign", "X", byDeed("swapSign")),
  tool("chooseCandidate", "1 2 3 4 5 6 7 8 9", byDeed("chooseCandidate"), {
    context: "candidates",
    fixed: true,
    available: deedShows("areCandidatesShown"),
  }),
  tool(
    "clearPrompts",
    "Backspace",
    onSelected(({ prompting, stage }, object) => void prompting.clear(object, stage.getState().frame)),
    { available: hasSelected },
  ),
];
