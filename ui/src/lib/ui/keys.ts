/** Ctrl, or ⌘ on a Mac. */
export function commandKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
}

/** Whether a letter belongs to a field, not to us. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLElement && target.matches("input:not([type=radio]), textarea, select");
}

/** Whether a key comes alone, outside fields and dialogs. */
export function bare(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event)) return false;
  return !(event.target instanceof Element && event.target.closest("[role=dialog]"));
}

/** Every key that does something, for the sheet behind `?`. */
export const KEYS: readonly [string, readonly (readonly [keys: readonly string[], does: string])[]][] = [
  [
    "Anywhere",
    [
      [["Ctrl", "O"], "Choose a folder to check"],
      [["Ctrl", ","], "Settings"],
      [["?"], "Show or hide these keys"],
    ],
  ],
  [
    "In a check",
    [
      [["↑", "↓"], "Move through the stems"],
      [["Page ↑", "Page ↓"], "Move by a page"],
      [["Home", "End"], "First, last stem"],
      [["Enter"], "Open the details of a stem"],
      [["Esc"], "Close the details; empty the search"],
      [["N"], "Next problem"],
      [["Shift", "N"], "Problem before"],
      [["P"], "Problems only, or all stems"],
      [["/"], "Search by name"],
      [["E"], "Explain why you keep a finding"],
      [["S"], "What is true of the set: rough mix, tempo, sessions"],
      [["F"], "Fix automatically"],
      [["Ctrl", "S"], "Save the report"],
    ],
  ],
  [
    "In what no stem explains",
    [
      [["M"], "Go there"],
      [["←", "→"], "Move in time; with Shift further"],
      [["Page ↑", "Page ↓"], "Marked place before, next"],
      [["Enter"], "Open what was found at this place"],
    ],
  ],
];
