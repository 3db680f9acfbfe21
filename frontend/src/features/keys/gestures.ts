/** What the pointer and the crosshair do on the picture; shown with the keys, changed by nobody. */
import type { WordKey } from "../../words/words";

export const gestures: readonly { readonly how: readonly WordKey[]; readonly does: WordKey }[] = [
  { how: ["keys:gestureClick"], does: "keys:doesAdd" },
  { how: ["keys:gestureRightClick", "keys:gestureAltClick"], does: "keys:doesTakeAway" },
  { how: ["keys:gestureClickPoint"], does: "keys:doesRemovePoint" },
  { how: ["keys:gestureCtrlWheel"], does: "keys:doesZoom" },
  { how: ["keys:gestureMiddleDrag"], does: "keys:doesPan" },
  { how: ["keys:gestureArrows"], does: "keys:doesMoveCrosshair" },
  { how: ["keys:gestureEnter"], does: "keys:doesAddAtCrosshair" },
  { how: ["keys:gestureShiftEnter"], does: "keys:doesTakeAwayAtCrosshair" },
];
