/** The few pictures of the meeting pages, drawn as lines on a 24 by 24 grid. Always beside a word, so hidden from readers. */

const PATHS = {
  camera: "M3 7h11v10H3z M14 11l6-3v8l-6-3",
  cameraOff: "M3 7h8 M14 10v-3h-1 M14 14v3H3V7 M14 11l6-3v8l-3-1.5 M3 3l18 18",
  microphone: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z M6 11a6 6 0 0 0 12 0 M12 17v4 M9 21h6",
  microphoneOff:
    "M15 10V6a3 3 0 0 0-5.6-1.5 M9 9v3a3 3 0 0 0 4 2.8 M6 11a6 6 0 0 0 9 5.2 M18 11a6 6 0 0 1-.6 2.6 M12 17v4 M9 21h6 M3 3l18 18",
  speaker: "M4 9h4l5-4v14l-5-4H4z M16 9a4 4 0 0 1 0 6 M18.5 6.5a8 8 0 0 1 0 11",
  hand: "M8 12V6a1.5 1.5 0 0 1 3 0v5 M11 11V4.5a1.5 1.5 0 0 1 3 0V11 M14 11V6a1.5 1.5 0 0 1 3 0v8c0 4-2 7-6 7-3 0-4.500-1.500-6-4l-1.500-3a1.400 1.400 0 0 1 2.400-1.400L8 14.500",
  leave: "M14 4H5v16h9 M10 12h11 M17 8l4 4-4 4",
  tick: "M5 12.500l4.500 4.500L19 7.500",
  warning: "M12 4l9 16H3z M12 10v4.500 M12 17.500v.5",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M12 8v4.500l3 2",
  person: "M12 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z M5 20c.5-4 3-6 7-6s6.500 2 7 6",
  people:
    "M9 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z M3 19c.4-3.500 2.500-5 6-5s5.600 1.500 6 5 M16 6.500a2.600 2.600 0 0 1 0 5 M17 14c2.500.3 3.700 1.800 4 5",
  lock: "M6 11h12v9H6z M8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  unlock: "M6 11h12v9H6z M8.500 11V8a3.500 3.500 0 0 1 6.800-1",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700L12 7 M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700L12 17",
  calendar: "M4 6h16v14H4z M4 10h16 M8 3v4 M16 3v4",
  cross: "M6 6l12 12 M18 6L6 18",
  note: "M4 5h16v11H10l-4 4v-4H4z M8 9h8 M8 12h5",
  phone:
    "M6 3h3l2 5-2.500 2a12 12 0 0 0 5.500 5.500l2-2.500 5 2v3c0 1.500-1 3-3 3C10 20 4 14 3 6c0-2 1.500-3 3-3z",
  settings: "M4 7h9 M17 7h3 M4 17h3 M11 17h9 M15 4.500v5 M9 14.500v5",
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: IconName): SVGSVGElement {
  const picture = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", `icon icon-${name}`);
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("focusable", "false");
  path.setAttribute("d", PATHS[name]);
  picture.append(path);
  return picture;
}
