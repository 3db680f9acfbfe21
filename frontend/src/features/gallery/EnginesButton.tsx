/** Opens the list of engines, and says how far a download is while the list is closed. */
import { Cpu } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { isComing } from "../../domain/checkpoint";
import type { Engine } from "../../domain/server";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import { EnginesPanel } from "./EnginesPanel";

export function EnginesButton({ engines }: { readonly engines: readonly Engine[] }) {
  const { checkpoints } = useServices();
  const shown = useStore(checkpoints.store, (state) => state.shown);
  useEffect(() => () => checkpoints.show(false), [checkpoints]);
  return (
    <>
      <Button icon={<Cpu size={16} aria-hidden="true" />} onClick={() => checkpoints.show(true)}>
        {buttonWords(engines)}
      </Button>
      <EnginesPanel engines={engines} open={shown} onClose={() => checkpoints.show(false)} />
    </>
  );
}

function buttonWords(engines: readonly Engine[]): string {
  const coming = engines.flatMap(({ checkpoint }) => checkpoint ?? []).find(isComing);
  if (coming === undefined) return say("gallery:engines");
  if (coming.state === "VERIFYING") return say("gallery:withVerifying");
  if (coming.totalBytes === 0) return say("gallery:withDownloading");
  return say("gallery:withDownload", { percent: Math.floor((100 * coming.haveBytes) / coming.totalBytes) });
}
