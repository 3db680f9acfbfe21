/** No component says anything that the catalogue does not know. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { literalsIn } from "./literals";

const components = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".tsx") && !path.endsWith(".test.tsx"));

describe("literalsIn", () => {
  it("finds what is shown or heard, however it comes about", () => {
    const source = `const a = { title: "Box", label: "ui:keep", value: "point" };
      const b = <p className="wide" aria-label={x ? "One" : say("k")} title={\`Key \${k}\`}>
        Two {done && "Three"} {"four" + n} {say("ui:keep")} · {a === "five" ? 1 : 2}</p>;`;
    expect(literalsIn("x.tsx", source)).toEqual(["Box", "One", "Key ", "Two", "Three", "four"]);
  });
});

describe("components", () => {
  it.each(components)("%s", (path) => {
    const found = literalsIn(path, readFileSync(`src/${path}`, "utf8"));
    expect(found).toEqual([]);
  });
});
