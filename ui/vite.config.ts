import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The window's engines: WebView2, WKWebView and WebKitGTK of the last years. */
const TARGET = ["chrome111", "safari16.4"];

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: { alias: { $lib: fileURLToPath(new URL("src/lib", import.meta.url)) } },
  // `tauri dev` looks here, and says so itself.
  server: { port: 1420, strictPort: true },
  clearScreen: false,
  build: { target: TARGET, chunkSizeWarningLimit: 800, assetsInlineLimit: 0 },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["src/tests/setup.ts"],
    // A bound for what hangs, far from what a busy machine takes.
    testTimeout: 60_000,
  },
});
