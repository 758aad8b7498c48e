import { createContext } from "svelte";

/** Something that was done, and how to undo it. */
export interface Toast {
  id: number;
  message: string;
  undo?: () => unknown;
}

/** How long an undo stays on offer, in milliseconds; the pointer or the focus on it stops the clock. */
const OFFERED = 8_000;

/** What was just done. Errors do not come here: they stand where the mistake is. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 0;
  #clocks = new Map<number, ReturnType<typeof setTimeout>>();

  offer(message: string, undo?: () => unknown): void {
    const id = this.#next++;
    this.list = [...this.list, { id, message, undo }];
    this.start(id);
  }

  undo({ id, undo }: Toast): void {
    this.dismiss(id);
    undo?.();
  }

  dismiss(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  hold(id: number): void {
    clearTimeout(this.#clocks.get(id));
    this.#clocks.delete(id);
  }

  start(id: number): void {
    this.hold(id);
    this.#clocks.set(
      id,
      setTimeout(() => this.dismiss(id), OFFERED),
    );
  }
}

export const [getToasts, setToasts] = createContext<Toasts>();
