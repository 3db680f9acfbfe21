/** Which engine computes this session's masks, how fine, on what. */
import { useStore } from "zustand";
import { readEngineName } from "../domain/engineName";
import type { Engine } from "../domain/server";
import { useSession } from "../state/selectors";
import { useServices } from "../state/services";
import { Badge } from "../ui/Badge";
import { aboutEngine, deviceWords, qualityWords, sessionEngineWords } from "../ui/engineWords";
import { say } from "../words/words";

export function EngineBadge() {
  const { gallery } = useServices();
  const stored = useSession((session) => session.engine);
  const engines = useStore(gallery.store, (state) => state.server?.engines) ?? [];
  const { engine: name, imageSize } = readEngineName(stored);
  const engine = engines.find((one) => one.name === name);
  const device = engine === undefined ? "" : deviceWords(engine);
  const title = sessionEngineWords(stored, engines);
  const words = device === "" ? title : say("app:engineOnDevice", { engine: title, device });
  return (
    <Badge
      tone={engine?.available === false ? "bad" : "good"}
      // A long name is cut in the badge.
      title={say("app:sentences", { first: words, second: detailOf(engine, imageSize) })}
    >
      {words}
    </Badge>
  );
}

function detailOf(engine: Engine | undefined, imageSize: number | null): string {
  if (engine === undefined) return "";
  if (!engine.available) return engine.reason;
  const size = imageSize ?? engine.imageSizes[0];
  if (size === undefined) return aboutEngine(engine);
  const quality = qualityWords(engine.imageSizes, size);
  return say("app:engineWithQuality", { description: aboutEngine(engine), quality });
}
