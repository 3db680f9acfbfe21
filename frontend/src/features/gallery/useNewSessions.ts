/** What new sessions use: the person's engine and image size where they can be had, else the server's choice. */
import { useStore } from "zustand";
import type { Engine } from "../../domain/server";
import { useServices } from "../../state/services";

export interface NewSessions {
  readonly engine: Engine | undefined;
  /** A size of the engine's; null where it has none to choose from. */
  readonly imageSize: number | null;
  /** What the server is told: null leaves the choice to it. */
  readonly told: { readonly engine: string | null; readonly imageSize: number | null };
}

export function useNewSessions(): NewSessions {
  const { gallery, preferences } = useServices();
  const wanted = useStore(preferences);
  const engines = useStore(gallery.store, (state) => state.server?.engines) ?? [];
  const chosen = engines.find(({ name, available }) => name === wanted.engine && available);
  const engine = chosen ?? engines.find(({ isDefault }) => isDefault);
  const size = engine?.imageSizes.find((candidate) => candidate === wanted.imageSize) ?? null;
  return {
    engine,
    imageSize: size ?? engine?.defaultImageSize ?? null,
    told: { engine: chosen?.name ?? null, imageSize: size },
  };
}
