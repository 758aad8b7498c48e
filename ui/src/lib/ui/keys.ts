/** Ctrl, or ⌘ on a Mac. */
export function commandKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
}

/** Whether a letter belongs to a field, not to us. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLElement && target.matches("input:not([type=radio]), textarea, select");
}

/** What has keys of its own. */
const ELSEWHERE = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** Whether a key may mean something to the whole window: nobody took it, outside fields, dialogs and menus. */
export function free(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.defaultPrevented || typing(event)) return false;
  return !(event.target instanceof Element && event.target.closest(ELSEWHERE));
}

/** The same for a key that comes alone, or with Shift. */
export function bare(event: KeyboardEvent): boolean {
  return free(event) && !event.altKey;
}

/** Every key that does something, for the sheet behind `?`. */
export const KEYS: readonly [string, readonly (readonly [keys: readonly string[], does: string])[]][] = [
  [
    "Anywhere",
    [
      [["Ctrl", "O"], "Choose what to check, or what to listen to"],
      [["Ctrl", ","], "Settings"],
      [["?"], "Show or hide these keys"],
    ],
  ],
  [
    "Listening, on every screen",
    [
      [["Space"], "Play, pause"],
      [["1", "…", "9"], "Hear this version, side or place"],
      [["X"], "Back to what was heard before; again"],
      [["←", "→"], "1 second back, on; with Shift 5"],
      [["Alt", "←"], "A bar back; with → a bar on"],
      [["Home"], "To the start"],
    ],
  ],
  [
    "In a song",
    [
      [["M"], "Level match on, off"],
      [["B"], "Blind test"],
      [["L"], "Loop the selection or the note; off again"],
      [["I", "O"], "Start, end of the selection at the play head"],
      [["+", "−"], "Zoom in, out"],
      [["0"], "See the whole song"],
    ],
  ],
  [
    "Notes of a song",
    [
      [["N"], "Write a note; it is pinned to where you begin to type"],
      [["[", "]"], "Note before, next; plays from 2 s before it"],
      [["Enter"], "Save the note"],
      [["Esc"], "Leave it"],
      [["V"], "Verify what was done, note by note"],
      [["X"], "While verifying: old mix, new mix"],
      [["Y"], "Heard: it is done"],
      [["R"], "Not yet: reopen it"],
    ],
  ],
  [
    "In a check",
    [
      [["↑", "↓"], "Move through the stems"],
      [["Page ↑", "Page ↓"], "Move by a page"],
      [["Home", "End"], "First, last stem"],
      [["Enter"], "Open the details of a stem"],
      [["H"], "Hear the stem alone; with 1 all stems, with 2 the rough mix"],
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
