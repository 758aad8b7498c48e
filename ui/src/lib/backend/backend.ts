import { createContext } from "svelte";

import type { Change, Commands, Failure } from "$lib/bindings";

/** The only door to Rust. `tauri.ts` opens it in the app, `memory.ts` in tests and in a browser. */
export interface Backend {
  /** Runs a command; rejects with a {@link Failure}. */
  call<Name extends keyof Commands>(name: Name, argument: Commands[Name][0]): Promise<Commands[Name][1]>;
  /** Calls `onChange` until the returned function is called. */
  listen(onChange: (change: Change) => void): () => void;
}

export const [getBackend, setBackend] = createContext<Backend>();

/** What went wrong, as a sentence, whatever was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (typeof thrown === "object" && thrown && "code" in thrown && "message" in thrown)
    return thrown as Failure;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "unexpected", message: `Something unexpected happened (${message}). Please try again.` };
}
