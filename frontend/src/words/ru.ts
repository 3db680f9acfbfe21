/** The catalogue in Russian. */
import app from "./ru/app.json";
import door from "./ru/door.json";
import effects from "./ru/effects.json";
import errors from "./ru/errors.json";
import exporting from "./ru/export.json";
import formats from "./ru/formats.json";
import gallery from "./ru/gallery.json";
import importing from "./ru/import.json";
import keys from "./ru/keys.json";
import objects from "./ru/objects.json";
import problems from "./ru/problems.json";
import share from "./ru/share.json";
import stage from "./ru/stage.json";
import state from "./ru/state.json";
import timeline from "./ru/timeline.json";
import trash from "./ru/trash.json";
import ui from "./ru/ui.json";

export const ru = {
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
