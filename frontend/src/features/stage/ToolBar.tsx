/** Which tool is in the hand. */
import { MousePointerClick, SquareDashedMousePointer } from "lucide-react";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import type { ToolName } from "../../state/stageStore";
import { Segments } from "../../ui/Segments";

const tools = [
  { value: "point", title: "Click", icon: <MousePointerClick size={16} aria-hidden="true" /> },
  { value: "box", title: "Box", icon: <SquareDashedMousePointer size={16} aria-hidden="true" /> },
] as const satisfies readonly { value: ToolName; title: string; icon: React.ReactNode }[];

export function ToolBar() {
  const { stage } = useWorkspace();
  const tool = useStage((state) => state.tool);
  return (
    <Segments
      label="Tool"
      value={tool}
      segments={tools}
      onChange={(next) => stage.setState({ tool: next })}
    />
  );
}
