/** The least that a page can do to show a clip through WebGL2: a video element, one texture, one pass for each of its frames. */
import type { Page } from "@playwright/test";

export interface BarePlay {
  readonly frames: number;
  readonly seconds: number;
}

/** Plays the clip for so long on a canvas of so many pixels; the page must be of the server's origin. */
export function playBare(
  page: Page,
  url: string,
  size: readonly [number, number],
  seconds: number,
): Promise<BarePlay> {
  return page.evaluate(
    async ({ url, size, seconds }) => {
      document.body.replaceChildren();
      const canvas = document.body.appendChild(document.createElement("canvas"));
      [canvas.width, canvas.height] = [size[0], size[1]];
      const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false });
      if (gl === null) throw new Error("no WebGL2");
      const shader = (kind: GLenum, source: string): WebGLShader => {
        const made = gl.createShader(kind) as WebGLShader;
        gl.shaderSource(made, source);
        gl.compileShader(made);
        return made;
      };
      const program = gl.createProgram();
      gl.attachShader(
        program,
        shader(
          gl.VERTEX_SHADER,
          `#version 300 es
          out vec2 at;
          void main() {
            vec2 p = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
            at = vec2(p.x + 1.0, 1.0 - p.y) * 0.5;
            gl_Position = vec4(p, 0.0, 1.0);
          }`,
        ),
      );
      gl.attachShader(
        program,
        shader(
          gl.FRAGMENT_SHADER,
          `#version 300 es
          precision mediump float;
          uniform sampler2D frame; in vec2 at; out vec4 colour;
          void main() { colour = texture(frame, at); }`,
        ),
      );
      gl.linkProgram(program);
      gl.useProgram(program);
      gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
      gl.viewport(0, 0, size[0], size[1]);
      const video = document.createElement("video");
      video.src = url;
      video.muted = true;
      await new Promise((ready) => video.addEventListener("canplaythrough", ready, { once: true }));
      let frames = 0;
      const draw = (): void => {
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, video);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
        frames += 1;
        video.requestVideoFrameCallback(draw);
      };
      video.requestVideoFrameCallback(draw);
      await video.play();
      const start = performance.now();
      await new Promise((done) => setTimeout(done, seconds * 1000));
      video.pause();
      const played = { frames, seconds: (performance.now() - start) / 1000 };
      video.removeAttribute("src");
      video.load();
      return played;
    },
    { url, size, seconds },
  );
}
