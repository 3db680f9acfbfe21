/** The client's rooms, high to low. A room imports only lower ones; the same rank never imports each other. */
const ranks = [
  ["app"],
  ["features"],
  ["state", "ui"],
  ["worker"],
  ["render"],
  ["effects", "media", "masks"],
  ["api"],
  ["geometry"],
  ["words"],
  ["domain"],
];

const room = (name) => `^src/${name}/`;
const upward = ranks.slice(1).flatMap((rank, below) => {
  const higher = ranks.slice(0, below + 1).flat();
  return rank.map((name) => ({
    name: `${name}-imports-downwards-only`,
    severity: "error",
    from: { path: room(name) },
    to: { path: `^src/(${[...higher, ...rank.filter((other) => other !== name)].join("|")})/|^src/main` },
  }));
});

const features = [
  "gallery",
  "stage",
  "keys",
  "timeline",
  "objects",
  "effects",
  "export",
  "import",
  "access",
  "share",
].map((name) => ({
  name: `feature-${name}-stands-alone`,
  severity: "error",
  from: { path: `^src/features/${name}/` },
  to: { path: "^src/features/", pathNot: `^src/features/${name}/` },
}));

module.exports = {
  forbidden: [
    ...upward,
    ...features,
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
