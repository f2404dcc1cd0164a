/** One's own buttons in the meeting: each says what a press will do. */
import { el, fill, setAttribute } from "../shared/dom";
import { type IconName, icon } from "./icons";
import type { LocalMedia } from "./media";
import { devicePicker, type VideoText } from "./picker";

export interface Press {
  readonly root: HTMLButtonElement;
  show(picture: IconName, words: string, off?: boolean): void;
}

/** A button whose picture and words follow what it will do next. */
export function pressButton(press: () => void, extra = ""): Press {
  const root = el("button", { type: "button", class: `control ${extra}`.trim(), on: { click: press } });
  let shown = "";
  return {
    root,
    show: (picture, words, off = false) => {
      setAttribute(root, "data-off", off);
      const now = `${picture} ${words}`;
      if (now === shown) return;
      shown = now;
      fill(root, icon(picture), el("span", {}, words));
    },
  };
}

export interface Controls {
  readonly root: HTMLElement;
  update(): void;
}

export interface ControlsPorts {
  readonly media: LocalMedia;
  readonly text: VideoText;
  /** Buttons of the page's own, between camera and leave. */
  readonly between: readonly HTMLElement[];
  readonly last: HTMLElement;
  readonly label: string;
}

export function controls(ports: ControlsPorts): Controls {
  const { media, text } = ports;
  const microphone = pressButton(() => {
    media.setMicrophone(!media.state.microphone);
  });
  const camera = pressButton(() => {
    media.setCamera(!media.state.camera);
  });
  const picker = devicePicker(media, text, "meeting");
  const panel = el("div", { class: "control-panel", id: "device-panel", hidden: true }, picker.root);
  const settings = pressButton(() => {
    panel.hidden = !panel.hidden;
    settings.root.setAttribute("aria-expanded", String(!panel.hidden));
  });
  settings.root.setAttribute("aria-expanded", "false");
  settings.root.setAttribute("aria-controls", panel.id);
  settings.show("settings", text("settings"));
  return {
    root: el(
      "div",
      { class: "controls-area" },
      panel,
      el(
        "div",
        { class: "controls", role: "group", "aria-label": ports.label },
        microphone.root,
        camera.root,
        ...ports.between,
        settings.root,
        ports.last,
      ),
    ),
    update: () => {
      const { state } = media;
      const sound = state.microphone;
      microphone.root.disabled = state.asking;
      microphone.show(
        sound ? "microphone" : "microphoneOff",
        text(sound ? "turnMicrophoneOff" : "turnMicrophoneOn"),
        !sound,
      );
      camera.root.disabled = state.asking;
      camera.show(
        state.camera ? "camera" : "cameraOff",
        text(state.camera ? "turnCameraOff" : "turnCameraOn"),
        !state.camera,
      );
      picker.update();
    },
  };
}
