/** Knows how I420's two planes of colour become NV12's one: a shader then reads both with one look, which is dear on a CPU. */

let pairs = new Uint16Array(0);

/** `bytes`: I420 without gaps, brightness and then U and V, each `samples` bytes from `start` on; they are paired in place. */
export function pairColour(bytes: Uint8Array, start: number, samples: number): void {
  if (pairs.length !== samples) pairs = new Uint16Array(samples);
  const v = start + samples;
  for (let at = 0; at < samples; at++) pairs[at] = (bytes[start + at] ?? 0) | ((bytes[v + at] ?? 0) << 8);
  bytes.set(new Uint8Array(pairs.buffer), start);
}
