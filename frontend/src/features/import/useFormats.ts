/** The server's import formats in the person's words; none while they are not known. */
import { useMemo } from "react";
import { useStore } from "zustand";
import type { ImportFormat } from "../../domain/maskImport";
import { importFormatInWords } from "../../state/importWords";
import { useServices } from "../../state/services";

export function useFormats(): readonly ImportFormat[] {
  const { gallery } = useServices();
  const formats = useStore(gallery.store, (state) => state.server?.importFormats);
  return useMemo(() => (formats ?? []).map(importFormatInWords), [formats]);
}
