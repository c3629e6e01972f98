import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SERVER = "http://127.0.0.1:8080";
const PROXY = { "/api": { target: SERVER, ws: true }, "/sip": { target: SERVER, ws: true } };

async function mockServer(): Promise<Plugin> {
  const { mockServerPlugin } = await import("./dev/mockServer.ts");
  return mockServerPlugin();
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), lingui({ macroTransform: true }), mode === "mock" ? mockServer() : null],
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: mode === "mock" ? undefined : PROXY,
  },
  build: {
    target: "es2023",
    // Content-Security-Policy is script-src 'self': no inline bootstrap, no data: fonts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
}));
