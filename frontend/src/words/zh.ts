/** The catalogue in Simplified Chinese. */
import app from "./zh/app.json";
import door from "./zh/door.json";
import effects from "./zh/effects.json";
import errors from "./zh/errors.json";
import exporting from "./zh/export.json";
import formats from "./zh/formats.json";
import gallery from "./zh/gallery.json";
import importing from "./zh/import.json";
import keys from "./zh/keys.json";
import objects from "./zh/objects.json";
import problems from "./zh/problems.json";
import share from "./zh/share.json";
import stage from "./zh/stage.json";
import state from "./zh/state.json";
import timeline from "./zh/timeline.json";
import trash from "./zh/trash.json";
import ui from "./zh/ui.json";

export const zh = {
  app,
  door,
  effects,
  errors,
  export: exporting,
  formats,
  gallery,
  import: importing,
  keys,
  objects,
  problems,
  stage,
  state,
  timeline,
  trash,
  share,
  ui,
};
