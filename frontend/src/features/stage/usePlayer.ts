/** Opens the clip on a canvas of its own and lends the player to the session for as long as the stage is shown. */
import { type RefObject, useEffect } from "react";
import type { Video } from "../../domain/video";
import { useStage } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { ShownFrame } from "../../state/shownFrame";
import { say } from "../../words/words";
import { openPlayer } from "../../worker/player";
import type { Player } from "../../worker/protocol";

declare global {
  interface Window {
    /** The open player, for browser tests that compare pixels. */
    maskletPlayer?: Player;
  }
}

export function usePlayer(host: RefObject<HTMLElement | null>, video: Video, className: string): void {
  const workspace = useWorkspace();
  const { ahead } = useServices();
  const attempt = useStage((stage) => stage.playerAttempt);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens a new player
  useEffect(() => {
    // A canvas can be handed to a worker only once, so each player gets a new one.
    const seat = ahead.seat(video);
    const { canvas } = seat;
    canvas.className = className;
    canvas.role = "img";
    canvas.ariaLabel = say("stage:videoFrame");
    host.current?.append(canvas);
    const { stage } = workspace;
    const shown = new ShownFrame(
      (frame) => stage.setState({ frame, playerProblem: null }),
      () => performance.now(),
    );
    let comes = (): void => undefined;
    const firstPicture = new Promise<void>((resolve) => {
      comes = resolve;
    });
    const player = openPlayer(seat, video, {
      onReady: (decoder) => {
        stage.setState({ decoder });
        comes();
      },
      onFrame: (frame) => shown.shows(frame),
      onPlaying: (playing) => {
        shown.plays(playing);
        stage.setState({ playing });
      },
      onError: (playerProblem) => {
        stage.setState({ playerProblem });
        comes();
      },
    });
    window.maskletPlayer = player;
    const handsMove = new AbortController();
    for (const deed of ["pointerdown", "keydown"])
      window.addEventListener(deed, () => shown.tell(), { capture: true, signal: handsMove.signal });
    const detach = workspace.attach(player, firstPicture);
    const { frame } = stage.getState();
    if (frame > 0) void player.seek(frame);
    return () => {
      handsMove.abort();
      detach();
      player.close();
      delete window.maskletPlayer;
      stage.setState({ decoder: null, playing: false });
      canvas.remove();
    };
  }, [host, video, className, workspace, ahead, attempt]);
}
