import { mount } from "svelte";

import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./tokens.css";
import "./app.css";

import type { Backend } from "$lib/backend/backend";

import App from "./App.svelte";

/** In the app the real door; in a browser, while developing, one that plays a demo. */
async function door(): Promise<Backend> {
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    return (await import("$lib/backend/demo")).demo(location.hash.slice(1));
  }
  return (await import("$lib/backend/tauri")).tauri;
}

const target = document.getElementById("app");
if (target) mount(App, { target, props: { backend: await door() } });
