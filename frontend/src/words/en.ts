/** The English catalogue, which the others follow: one namespace for each room that speaks. What is seldom opened
 * comes with its code instead (`learn` in words.ts). */
import app from "./en/app.json";
import effects from "./en/effects.json";
import exporting from "./en/export.json";
import gallery from "./en/gallery.json";
import keys from "./en/keys.json";
import objects from "./en/objects.json";
import stage from "./en/stage.json";
import state from "./en/state.json";
import timeline from "./en/timeline.json";
import ui from "./en/ui.json";

export const en = { app, effects, export: exporting, gallery, keys, objects, stage, state, timeline, ui };
