/** Knows where each label lies in an id map: its box, its middle, its area; for effects that draw beside or around objects. */

/** Eight floats for each label: left, top, right, bottom (outer edges), middle x, middle y, area, 0; all 0 where it does not show. */
export const FACTS = 8;

/** Two rows of 256 RGBA texels: boxes, then middles and areas. `ids` are column-major. */
export function factsOf(ids: Uint8Array, height: number): Float32Array {
  const sums = new Float64Array(256 * FACTS);
  for (let x = 0, column = 0; column < ids.length; x++, column += height) {
    const end = column + height;
    for (let at = column; at < end; ) {
      const id = ids[at] ?? 0;
      const start = at;
      while (at < end && ids[at] === id) at++;
      if (id !== 0) addRun(sums, id * FACTS, x, start - column, at - start);
    }
  }
  return texelsOf(sums);
}

function addRun(sums: Float64Array, base: number, x: number, y: number, count: number): void {
  const of = (index: number): number => sums[base + index] ?? 0;
  const isFirst = of(6) === 0;
  sums[base] = isFirst ? x : of(0);
  sums[base + 1] = isFirst ? y : Math.min(of(1), y);
  sums[base + 2] = x + 1;
  sums[base + 3] = Math.max(of(3), y + count);
  sums[base + 4] = of(4) + (x + 0.5) * count;
  sums[base + 5] = of(5) + (y + count / 2) * count;
  sums[base + 6] = of(6) + count;
}

function texelsOf(sums: Float64Array): Float32Array {
  const texels = new Float32Array(256 * FACTS);
  for (let label = 1; label < 256; label++) {
    const fact = sums.subarray(label * FACTS, label * FACTS + FACTS);
    const area = fact[6] ?? 0;
    if (area === 0) continue;
    texels.set(fact.subarray(0, 4), label * 4);
    texels.set([(fact[4] ?? 0) / area, (fact[5] ?? 0) / area, area, 0], (256 + label) * 4);
  }
  return texels;
}
