/** A stretch of the clip as the timeline shows it, and how it moves. Pure. */

/** From `first` (a frame, maybe between two) over `span` frames. */
export interface View {
  readonly first: number;
  readonly span: number;
}

/** Closer than this nothing more can be told apart. */
const LEAST_SPAN = 12;

export const wholeOf = (frameCount: number): View => ({ first: 0, span: frameCount });

function kept({ first, span }: View, frameCount: number): View {
  const width = Math.min(frameCount, Math.max(Math.min(LEAST_SPAN, frameCount), span));
  return { first: Math.min(frameCount - width, Math.max(0, first)), span: width };
}

/** `around` stays where it is; a factor above 1 comes closer. */
export function zoomed(view: View, factor: number, around: number, frameCount: number): View {
  const span = Math.min(frameCount, Math.max(LEAST_SPAN, view.span / factor));
  const share = (around - view.first) / view.span;
  return kept({ first: around - share * span, span }, frameCount);
}

export const panned = (view: View, frames: number, frameCount: number): View =>
  kept({ first: view.first + frames, span: view.span }, frameCount);

/** Turned like a page when the frame has left it; the same view otherwise. */
export function showing(view: View, frame: number, frameCount: number): View {
  if (frame >= view.first && frame + 1 <= view.first + view.span) return view;
  const isNext = frame >= view.first + view.span && frame < view.first + view.span * 1.5;
  return kept({ first: frame - view.span * (isNext ? 0.05 : 0.5), span: view.span }, frameCount);
}
