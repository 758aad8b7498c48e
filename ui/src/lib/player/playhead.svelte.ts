import type { Frames } from "$lib/bindings";

import type { Player } from "./player.svelte";

/** The frame that is heard, anew with every picture of the display while it plays. For the start of a component. */
export function playhead(player: Player): { readonly at: Frames } {
  let at = $state.raw(0);
  $effect(() => {
    let picture = 0;
    const draw = () => {
      at = player.position();
      if (player.running) picture = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(picture);
  });
  return {
    get at() {
      return at;
    },
  };
}
