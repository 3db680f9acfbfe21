/** What is under way or has come of it, in one line; nothing while it is chosen. Pure. */
import { resultWords } from "../../state/importWords";
import type { ImportState } from "../../state/maskImport";
import { say } from "../../words/words";

export function statusWords({ step, report }: Pick<ImportState, "step" | "report">): string {
  if (step === "reading") return say("import:reading");
  if (step === "packing") return say("import:packingNow");
  if (step === "sending") return say("import:sendingNow");
  return report === null ? "" : resultWords(report);
}
