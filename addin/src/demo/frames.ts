/** Frames of our own pages. */

/** Shows an address without leaving a trace in the history: "Back" belongs to the person, not to the frames. */
export function visit(frame: HTMLIFrameElement, address: string): void {
  frame.contentWindow?.location.replace(address);
}

/** What the meeting pages may use in a frame. */
export const MEETING_ALLOW =
  "camera; microphone; speaker-selection; display-capture; autoplay; fullscreen; clipboard-write";

/** The link as written, shortened for an address line: no scheme. */
export function shortAddress(address: string): string {
  return address.replace(/^https?:\/\//, "");
}
