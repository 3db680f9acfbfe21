/** How the client is built, and where the development server sends what the API answers. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = `http://127.0.0.1:${process.env.MASKLET_PORT ?? "3000"}`;
const answeredByTheApi = [
  "/graphql",
  "/propagate_in_video",
  "/gallery",
  "/uploads",
  "/posters",
  "/filmstrips",
  "/frames",
  "/exports",
  "/healthy",
  "/access",
  "/login",
  "/logout",
  "/shared",
];

export default defineConfig({
  plugins: [react()],
  worker: { format: "es" },
  build: { target: "es2022", sourcemap: false },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(answeredByTheApi.map((path) => [path, { target: api }])),
  },
});
