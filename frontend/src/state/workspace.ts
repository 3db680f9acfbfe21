/** One open session: its two stores, its feed, and what a person can do. Owns nothing on the screen; the player is lent. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { frameIndex } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Job, SessionEvent } from "../domain/session";
import type { ObjectStyle, Player } from "../worker/protocol";
import { Commands } from "./commands";
import type { NoticeBoard } from "./notices";
import { Prompting } from "./prompting";
import { SessionFeed } from "./sessionFeed";
import { emptyState, type SessionState } from "./sessionState";
import { createStageStore, type StageState, type StageStore } from "./stageStore";

export const stylesOf = (state: SessionState, stage: StageState): readonly ObjectStyle[] =>
  (state.session?.objects ?? []).map(({ objectId, colour, name }) => ({
    objectId,
    colour,
    name,
    visible: !stage.hidden.has(objectId),
  }));

export class Workspace {
  readonly server: StoreApi<SessionState> = createStore<SessionState>(() => emptyState);
  readonly stage: StageStore;
  readonly prompting: Prompting;
  readonly commands: Commands;
  readonly #feed: SessionFeed;
  #player: Player | null = null;

  constructor(
    api: Api,
    sessionId: string,
    effects: EffectStack,
    notices: NoticeBoard,
    onJobEnd: (job: Job) => void = () => undefined,
  ) {
    this.stage = createStageStore(effects);
    this.prompting = new Prompting(api, this.server, this.stage, notices, () => this.#player);
    this.commands = new Commands(api, this.server, this.stage, notices);
    this.#feed = new SessionFeed(api, this.server, sessionId, {
      onEvents: (events) => endedJobs(events).forEach(onJobEnd),
      onProblem: (problem) => notices.say("bad", "Some masks could not be fetched", problem),
    });
  }

  /** Reads the session; its first object is chosen, so that a click corrects instead of adding one. */
  async load(): Promise<void> {
    await this.#feed.load();
    const first = this.server.getState().session?.objects[0];
    if (first !== undefined) this.stage.setState({ selected: first.objectId });
  }

  /** Lends the player to the session: masks, styles, effects and sound follow the stores until the returned function is called. */
  attach(player: Player): () => void {
    this.#player = player;
    const styles = () => player.setObjects(stylesOf(this.server.getState(), this.stage.getState()));
    const { effects, volume } = this.stage.getState();
    styles();
    player.setEffects(effects);
    player.setVolume(volume);
    const ends = [
      this.server.subscribe((now, before) => {
        if (now.session?.objects !== before.session?.objects) styles();
        // What the player missed while the server was away can be had again.
        const isBack = before.connection === "reconnecting" && now.connection === "live";
        if (isBack && this.stage.getState().playerProblem !== null) this.reopenPlayer();
      }),
      this.stage.subscribe((now, before) => {
        if (now.hidden !== before.hidden) styles();
        if (now.effects !== before.effects) player.setEffects(now.effects);
        if (now.volume !== before.volume) player.setVolume(now.volume);
      }),
      this.#feed.follow(player),
    ];
    return () => {
      this.#player = null;
      for (const end of ends) end();
    };
  }

  /** After a problem: everything about the picture is fetched anew. */
  reopenPlayer(): void {
    this.stage.setState(({ playerAttempt }) => ({ playerProblem: null, playerAttempt: playerAttempt + 1 }));
  }

  /** Goes to a frame, kept inside the clip. Playing stops. */
  seek(frame: number): void {
    const count = this.server.getState().session?.video.frameCount ?? 1;
    const target = frameIndex(Math.max(0, Math.min(count - 1, Math.round(frame))));
    if (this.stage.getState().playing) this.#player?.pause();
    this.stage.setState({ frame: target });
    void this.#player?.seek(target);
  }

  step(frames: number): void {
    this.seek(this.stage.getState().frame + frames);
  }

  togglePlay(): void {
    if (this.stage.getState().playing) this.#player?.pause();
    else this.#player?.play();
  }

  pause(): void {
    if (this.stage.getState().playing) this.#player?.pause();
  }
}

const endedJobs = (events: readonly SessionEvent[]): Job[] =>
  events.flatMap((event) => (event.kind === "job" && event.job.finishedAt !== null ? [event.job] : []));
