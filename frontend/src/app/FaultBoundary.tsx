/** Shows a sentence and a way on where a fault of ours would leave an empty page. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "../ui/Button";
import { Message } from "../ui/Message";
import { say } from "../words/words";

interface FaultState {
  readonly failed: boolean;
}

export class FaultBoundary extends Component<{ readonly children: ReactNode }, FaultState> {
  override state: FaultState = { failed: false };

  static getDerivedStateFromError(): FaultState {
    return { failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error("A fault in the page:", error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Message urgent title={say("app:fault")} text={say("app:faultText")}>
        <Button tone="primary" onClick={() => location.reload()}>
          {say("app:reload")}
        </Button>
        <Button onClick={() => location.assign("/")}>{say("app:goToClips")}</Button>
      </Message>
    );
  }
}
