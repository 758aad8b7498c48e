import "@testing-library/jest-dom/vitest";

import { configure } from "@testing-library/svelte";
import { afterEach, vi } from "vitest";

// As long as it takes: a busy machine is no failure.
configure({ asyncUtilTimeout: 20_000 });

/** jsdom has no layout: everything is as wide as a usual window, and as tall, but for the rows of the table. */
const [WIDTH, HEIGHT, ROW] = [1000, 600, 42];

function heightOf(element: Element): number {
  return element.matches("[role=row], :has(> .line:not(.head))") ? ROW : HEIGHT;
}

class Observer implements ResizeObserver {
  constructor(private readonly callback: ResizeObserverCallback) {}
  observe(target: Element): void {
    const [width, height] = [WIDTH, heightOf(target)];
    const box = [{ inlineSize: width, blockSize: height }];
    const contentRect = { width, height } as DOMRectReadOnly;
    const boxes = { borderBoxSize: box, contentBoxSize: box, devicePixelContentBoxSize: box };
    queueMicrotask(() => this.callback([{ target, contentRect, ...boxes }], this));
  }
  unobserve(): void {}
  disconnect(): void {}
}

vi.stubGlobal("ResizeObserver", Observer);
Object.assign(document.defaultView ?? {}, { ResizeObserver: Observer });
vi.stubGlobal("matchMedia", (media: string) => ({
  media,
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
for (const kind of ["client", "offset"]) {
  Object.defineProperty(HTMLElement.prototype, `${kind}Width`, { configurable: true, get: () => WIDTH });
  Object.defineProperty(HTMLElement.prototype, `${kind}Height`, {
    configurable: true,
    get(this: HTMLElement) {
      return heightOf(this);
    },
  });
}
Object.defineProperty(HTMLElement.prototype, "offsetParent", {
  configurable: true,
  get(this: HTMLElement) {
    return this.parentElement;
  },
});
HTMLCanvasElement.prototype.getContext = () => null;
HTMLElement.prototype.scrollIntoView = () => undefined;
HTMLElement.prototype.setPointerCapture = () => undefined;

afterEach(() => {
  vi.useRealTimers();
});
