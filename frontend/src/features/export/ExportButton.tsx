/** The press that starts an export, and why it cannot be pressed. */
import { PackageOpen } from "lucide-react";
import type { ExportFormat } from "../../domain/server";
import { useSession } from "../../state/selectors";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";

interface ExportButtonProps {
  readonly format: ExportFormat;
  /** Why it cannot be pressed now; null where it can. */
  readonly problem?: string | null;
  onPress(): void;
}

export function ExportButton({ format: { title }, problem = null, onPress }: ExportButtonProps) {
  const hasMasks = useSession((session) => session.runs.size > 0);
  const why = hasMasks ? problem : say("export:noMasks");
  return (
    <Button
      tone="primary"
      size="large"
      icon={<PackageOpen size={18} />}
      disabled={why !== null}
      title={why ?? say("export:exportAs", { title })}
      onClick={onPress}
    >
      {say("export:exportFormat", { title })}
    </Button>
  );
}
