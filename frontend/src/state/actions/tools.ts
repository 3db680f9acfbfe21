/** Keys of the tools in the hand, and of what they leave on a frame. */
import type { StageAction } from "./action";
import { digitOf, editing, hasSelected, isObjectComing, onSelected, stageActions } from "./making";

const tool = stageActions("tools");

export const toolActions: readonly StageAction[] = [
  tool("pointTool", "Q", ({ tools }) => tools.take("point"), editing),
  tool("boxTool", "W", ({ tools }) => tools.toggle("box"), editing),
  tool("brushTool", "B", ({ tools }) => tools.toggle("brush"), editing),
  tool("eraserTool", "Shift+B", ({ tools }) => tools.toggle("eraser"), editing),
  tool("selectTool", "A", ({ tools }) => tools.toggle("select")),
  tool("smallerBrush", "[", ({ tools }) => tools.shrinkBrush(), { repeats: true }),
  tool("largerBrush", "]", ({ tools }) => tools.growBrush(), { repeats: true }),
  tool("swapSign", "X", ({ tools }) => tools.swapSign()),
  tool(
    "chooseCandidate",
    "1 2 3 4 5 6 7 8 9",
    ({ candidates }, pressed) => void candidates.choose(digitOf(pressed) - 1),
    {
      context: "candidates",
      fixed: true,
      edits: true,
      available: ({ stage }) => stage.getState().candidates !== null,
    },
  ),
  tool(
    "clearPrompts",
    "Backspace",
    onSelected(({ prompting, stage }, object) => void prompting.clear(object, stage.getState().frame)),
    { available: hasSelected, awaits: isObjectComing, ...editing },
  ),
];
