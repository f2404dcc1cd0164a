/** What a frame of ours copies, as the device's clipboard would have it: the browser asks before a page may read that. */

type Copied = (text: string) => void;

/** Calls back with each text the frame's page copies, also after the frame has gone to another page. */
export function watchCopies(frame: HTMLIFrameElement, copied: Copied): void {
  frame.addEventListener("load", () => {
    const view = frame.contentWindow;
    if (view) {
      watchPage(view, copied);
    }
  });
}

function watchPage(view: Window, copied: Copied): void {
  const { clipboard } = view.navigator;
  if (clipboard) {
    const write = clipboard.writeText.bind(clipboard);
    clipboard.writeText = async (text) => {
      await write(text);
      copied(text);
    };
  }
  // The older way, where the clipboard is closed to frames: what is selected when the page says "copy".
  view.document.addEventListener("copy", () => {
    const { activeElement } = view.document;
    const field = activeElement && "value" in activeElement ? String(activeElement.value) : "";
    const text = field || String(view.getSelection() ?? "");
    if (text !== "") {
      copied(text);
    }
  });
}
