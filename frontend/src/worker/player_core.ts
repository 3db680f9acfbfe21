/** Knows what a player does with each message: the part of it that runs in the worker, or on the page where it must. */
import { type Clip, type FrameIndex, frameIndex } from "../domain/clip";
import { ClipFrames } from "../media/clip_frames";
import { openDecodedFrames } from "../media/decoded_frames";
import { startOf } from "../media/frame_times";
import { openServedFrames } from "../media/served_frames";
import { realTimer } from "../media/timer";
import type { Canvas } from "../render/gl";
import { ClipClock } from "./clip_clock";
import { type Opening, type Question, type Questions, sharedNow, type ToCore, type ToPage } from "./messages";
import { Playback } from "./playback";
import { problemOf } from "./problem";
import { Screen } from "./screen";

export type Post = (message: ToPage, transfer?: Transferable[]) => void;

export class PlayerCore {
  readonly #clip: Clip;
  readonly #post: Post;
  readonly #screen: Screen;
  readonly #clock = new ClipClock(sharedNow);
  readonly #playback: Playback;
  readonly #frames: ClipFrames;
  #ready = false;
  #closed = false;
  #wantsPlay = false;
  /** Counts seeks: only the newest draws. While one is on its way, playing waits for it. */
  #seeks = 0;
  #seeking = false;

  /** Throws GraphicsError where nothing can be drawn. */
  constructor(canvas: Canvas, { clip, mayDecode }: Opening, post: Post) {
    this.#clip = clip;
    this.#post = post;
    this.#screen = new Screen(canvas, clip.width, clip.height, {
      onFrame: (frame) => this.#onFrame(frame),
      onError: (error) => this.#tell(error),
      onRestored: () => void this.#seek(this.#screen.shown ?? frameIndex(0)),
    });
    const host = { show: this.#showDue, ended: () => this.#setPlaying(false) };
    this.#playback = new Playback(this.#clock, clip.frameRate, clip.frameCount, host, realTimer);
    const open = mayDecode ? openDecodedFrames : async () => null;
    this.#frames = new ClipFrames(clip, open, openServedFrames, {
      onPicture: () => this.#playback.arrived(),
      onFailure: (error) => this.#onReadAheadFailed(error),
    });
    void this.#seek(frameIndex(0));
  }

  handle(message: ToCore): void {
    if (this.#closed) return;
    try {
      this.#do(message);
    } catch (error) {
      this.#tell(error);
    }
  }

  #do(message: ToCore): void {
    const deed = this.#deeds[message.kind] as (message: ToCore) => void;
    deed(message);
  }

  readonly #deeds: { readonly [Kind in ToCore["kind"]]: (message: Extract<ToCore, { kind: Kind }>) => void } =
    {
      seek: ({ request, frame }) => void this.#seek(frame).then(() => this.#answer(request, "seek", null)),
      play: () => this.#play(),
      pause: () => this.#setPlaying(false),
      soundTime: ({ time }) => {
        if (this.#playback.playing) this.#clock.set(time.seconds, time.running, time.at);
      },
      shownWidth: ({ width }) => this.#screen.setShownWidth(width),
      setObjects: ({ styles }) => this.#screen.setObjects(styles),
      setMasks: ({ frames }) => this.#screen.setMasks(frames),
      clearMasks: ({ objectIds }) => this.#screen.clearMasks(objectIds),
      setDraft: ({ draft }) => this.#screen.setDraft(draft),
      maskOf: ({ request, frame, objectId }) =>
        this.#answer(request, "maskOf", this.#screen.maskOf(frame, objectId)),
      setEffects: ({ stack }) => this.#screen.setEffects(stack),
      objectAt: ({ request, x, y }) => this.#answer(request, "objectAt", this.#screen.objectAt(x, y)),
      grab: ({ request }) => this.#grab(request),
      stats: ({ request }) =>
        this.#answer(request, "stats", { ...this.#playback.stats, ...this.#screen.stats }),
      close: () => void this.#close(),
    };

  async #seek(wanted: FrameIndex): Promise<void> {
    const seek = ++this.#seeks;
    const frame = frameIndex(Math.max(0, Math.min(Math.round(wanted), this.#clip.frameCount - 1)));
    this.#seeking = true;
    this.#halt();
    try {
      const picture = await this.#frames.read(frame);
      if (seek !== this.#seeks) return;
      if (picture !== null) this.#screen.show(picture);
    } catch (error) {
      if (seek !== this.#seeks) return;
      this.#setPlaying(false);
      this.#tell(error);
    }
    this.#seeking = false;
    if (this.#wantsPlay) this.#run(frame);
  }

  #play(): void {
    if (this.#wantsPlay) return;
    this.#playback.resetStats();
    this.#setPlaying(true);
    const shown = this.#screen.shown;
    if (shown === null || this.#seeking) return;
    if (shown >= this.#clip.frameCount - 1) void this.#seek(frameIndex(0));
    else this.#run(shown);
  }

  /** Sound, where there is some, starts now and then tells the clock; until then the clock stands. */
  #run(from: FrameIndex): void {
    const seconds = startOf(from, this.#clip.frameRate);
    this.#clock.set(seconds, !this.#clip.hasAudio);
    this.#frames.follow(from);
    this.#playback.start(from);
    this.#post({ kind: "sound", from: seconds });
  }

  /** Stops for a moment: whether the person wants to play does not change. */
  #halt(): void {
    if (!this.#playback.playing) return;
    this.#playback.stop();
    this.#post({ kind: "sound", from: null });
  }

  #setPlaying(playing: boolean): void {
    if (!playing) this.#halt();
    if (playing === this.#wantsPlay) return;
    this.#wantsPlay = playing;
    this.#post({ kind: "playing", playing });
  }

  readonly #showDue = (due: FrameIndex, after: FrameIndex): FrameIndex | null => {
    this.#frames.follow(due);
    const picture = this.#frames.newest(due, after);
    if (picture !== null) this.#screen.show(picture);
    return picture?.frameIndex ?? null;
  };

  #onReadAheadFailed(error: unknown): void {
    // At rest nobody misses these frames yet; who seeks to one is told then.
    if (!this.#playback.playing) return;
    this.#setPlaying(false);
    this.#tell(error);
  }

  #onFrame(frame: FrameIndex): void {
    this.#post({ kind: "frame", frame });
    if (this.#ready) return;
    this.#ready = true;
    this.#post({ kind: "ready", decoder: this.#frames.decoder });
  }

  #grab(request: number): void {
    const pixels = this.#screen.pixels();
    const problem = { code: "PLAYER_FAILED", message: "There is no picture yet." };
    if (pixels === null) this.#post({ kind: "refusal", request, problem });
    else this.#post({ kind: "answer", request, value: pixels }, [pixels.buffer]);
  }

  #answer<Q extends Question>(request: number, _question: Q, value: Questions[Q]["answer"]): void {
    this.#post({ kind: "answer", request, value });
  }

  #tell(error: unknown): void {
    if (!this.#closed) this.#post({ kind: "error", problem: problemOf(error, "PLAYER_FAILED") });
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#seeks += 1;
    this.#playback.stop();
    this.#screen.close();
    await this.#frames.close();
    this.#post({ kind: "closed" });
  }
}
