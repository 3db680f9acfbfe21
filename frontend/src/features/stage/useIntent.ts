/** Carries out what tools intend, in the open session. */
import type { Placement } from "../../geometry/placement";
import { useMaxObjects } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { Deeds } from "./deeds";
import type { Intent } from "./tools/tool";

export function useIntent(placement: Placement): (intent: Intent) => void {
  const workspace = useWorkspace();
  const { notices } = useServices();
  return new Deeds(workspace, notices, useMaxObjects(), placement).carryOut;
}
