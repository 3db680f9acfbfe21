/** Shows a sentence and a way on where a fault of ours would leave an empty page. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "../ui/Button";
import { Message } from "../ui/Message";

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
      <Message
        urgent
        title="Something broke on this page"
        text="Nothing is lost: prompts and masks are kept on the server. Reload to go on."
      >
        <Button tone="primary" onClick={() => location.reload()}>
          Reload
        </Button>
        <Button onClick={() => location.assign("/")}>Go to the clips</Button>
      </Message>
    );
  }
}
