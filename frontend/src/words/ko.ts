/** The catalogue in Korean. */
import app from "./ko/app.json";
import door from "./ko/door.json";
import effects from "./ko/effects.json";
import errors from "./ko/errors.json";
import exporting from "./ko/export.json";
import formats from "./ko/formats.json";
import gallery from "./ko/gallery.json";
import importing from "./ko/import.json";
import keys from "./ko/keys.json";
import objects from "./ko/objects.json";
import problems from "./ko/problems.json";
import share from "./ko/share.json";
import stage from "./ko/stage.json";
import state from "./ko/state.json";
import timeline from "./ko/timeline.json";
import trash from "./ko/trash.json";
import ui from "./ko/ui.json";

export const ko = {
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
