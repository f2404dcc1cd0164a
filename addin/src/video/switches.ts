/** Camera and microphone switched off before one goes on: two buttons that say what a press will do. */
import { el, fill } from "../shared/dom";
import { type IconName, icon } from "./icons";
import type { LocalMedia } from "./media";
import type { VideoText } from "./picker";

type Device = "microphone" | "camera";
type Turn = "turnMicrophoneOff" | "turnMicrophoneOn" | "turnCameraOff" | "turnCameraOn";

const ON: Readonly<Record<Device, readonly [IconName, Turn]>> = {
  microphone: ["microphone", "turnMicrophoneOff"],
  camera: ["camera", "turnCameraOff"],
};
const OFF: Readonly<Record<Device, readonly [IconName, Turn]>> = {
  microphone: ["microphoneOff", "turnMicrophoneOn"],
  camera: ["cameraOff", "turnCameraOn"],
};

export interface Switches {
  readonly root: HTMLElement;
  update(): void;
}

/** What can't be had has no button: the check says why. */
export function deviceSwitches(media: LocalMedia, text: VideoText): Switches {
  const turn: Readonly<Record<Device, () => void>> = {
    microphone: () => {
      media.setMicrophone(!media.state.microphone);
    },
    camera: () => {
      media.setCamera(!media.state.camera);
    },
  };
  const buttons = (["microphone", "camera"] as const).map((device) => ({
    device,
    shown: "",
    root: el("button", { type: "button", class: "button", on: { click: turn[device] } }),
  }));
  return {
    root: el("div", { class: "row" }, ...buttons.map(({ root }) => root)),
    update: () => {
      const { state } = media;
      for (const button of buttons) {
        const { device, root } = button;
        const [picture, words] = (state[device] ? ON : OFF)[device];
        root.hidden = state.trouble[device] !== null;
        root.disabled = state.asking;
        if (words === button.shown) continue;
        button.shown = words;
        fill(root, icon(picture), text(words));
      }
    },
  };
}
