import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { Change } from "$lib/bindings";

import type { Backend } from "./backend";

/** The name under which Rust emits changes. */
const CHANGE = "change";

/** Until Rust knows that somebody listens, nothing is asked of it: no change is missed. */
let listening: Promise<unknown> = Promise.resolve();

/** The real door: commands and changes of the app's Rust side. */
export const tauri: Backend = {
  call: async (name, argument) => {
    await listening;
    return invoke(name, { argument });
  },
  listen: (onChange) => {
    const stop = listen<Change>(CHANGE, (event) => onChange(event.payload));
    listening = stop;
    return () => void stop.then((stop) => stop());
  },
};
