/** The 32 colours that objects can have, told apart with colour blindness as far as 32 can be. contract/palette.json says the same. */
export const OBJECT_COLOURS: readonly string[] = [
  "#3b9dff #b4ff00 #f00f0f #ffb4ff #b40fc3 #00875a #ffa52d #00d2a5",
  "#693c5a #c3fff0 #2d4bff #b48796 #ff4be1 #690fa5 #a50000 #006996",
  "#ffe187 #96a569 #e1781e #a50078 #96692d #69ffb4 #7878b4 #87c3d2",
  "#b4d278 #2da5b4 #d24b78 #2dd23c #4b5a3c #7869ff #5a00e1 #ffa5a5",
].flatMap((row) => row.split(" "));
