/** Line drawings of our own on a 24 by 24 grid, as path data. They are always beside words, so they are hidden from readers. */
const DRAWINGS: Readonly<Record<string, string>> = {
  person_heart:
    "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M2 21v-1a6 6 0 0 1 6-6h2M17.5 21l-3.6-3.5a2.3 2.3 0 0 1 3.3-3.2l.3.3.3-.3a2.3 2.3 0 0 1 3.3 3.2z",
  presentation: "M3 4h18M4 4v11h16V4M12 15v3M8 21l4-3 4 3M8 11l2.5-2.5 2 2L16 7.5",
  people_team:
    "M12 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M6.5 20v-1a5.5 5.5 0 0 1 11 0v1M5 10a2.2 2.2 0 1 0 0-4.400M1.5 17a4 4 0 0 1 3-3.800M19 10a2.2 2.2 0 1 1 0-4.400M22.5 17a4 4 0 0 0-3-3.8",
  door: "M5 21V4l9-1.500v18.500M14 5h5v16M3 21h18M11 12v1",
  conference: "M3 5h18v10H3zM12 15v3M7 20c1.5-1.3 3-2 5-2s3.5.7 5 2M8 10h.01M12 10h.01M16 10h.01",
  check: "M4.5 12.500l5 5L20 7",
  warning: "M12 3.500L2.5 20h19zM12 10v4.500M12 17.300v.2",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.500M12 7.500v.2",
  copy: "M9 8h11v13H9zM5 16H4V3h11v1.5",
  trash: "M4 6h16M9 6V3.500h6V6M6 6l1 15h10l1-15M10 10v7M14 10v7",
  people_list: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.5 19v-1a5.5 5.5 0 0 1 11 0v1M16 7h6M16 12h6M17 17h5",
  swap: "M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4",
  play: "M7 4.500v15l12-7.500z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2",
  light: "M12 3a6 6 0 0 0-3.5 11c.6.5 1 1.3 1 2.100V17h5v-.9c0-.8.4-1.6 1-2.100A6 6 0 0 0 12 3M10 20.500h4",
  camera: "M3 7h12v10H3zM15 11l6-3.500v9L15 13",
  phone: "M7.5 2.500h9v19h-9zM11 18.500h2",
  room: "M4 11l8-7 8 7M6 9.500V20h12V9.500M10.5 20v-5h3v5",
  background: "M3 5h18v14H3zM7 15l3.5-4 3 3 2-2 2.5 3M8 9h.01",
  badge: "M6 6h12v15H6zM12 2.500V6M12 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4M9 18c.5-1.5 1.6-2.2 3-2.200s2.5.7 3 2.2",
  network: "M12 19.500v.01M8.5 16a5 5 0 0 1 7 0M5.5 12.500a9.5 9.5 0 0 1 13 0M2.5 9a14 14 0 0 1 19 0",
  headset:
    "M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v6H5.500A1.5 1.5 0 0 1 4 18.500zM20 14h-3v6h1.500a1.5 1.5 0 0 0 1.5-1.500z",
  screens: "M2.5 5h12v9h-12zM9 18h11.500V9M6 18h5M8.5 14v4M17 18v2.500M14.5 20.500h5",
  sign: "M12 3.500v3M5 6.500h14v6H5zM12 12.500V21M9 21h6",
  wave: "M8 12V6.500a1.5 1.5 0 0 1 3 0V11M11 10V5a1.5 1.5 0 0 1 3 0v5.500M14 10.500V7a1.5 1.5 0 0 1 3 0v7a6.5 6.5 0 0 1-11.7 4L3 14.500a1.5 1.5 0 0 1 2.4-1.800L8 15",
  phone_call:
    "M6 3.500l3 .5 1 4-2 1.500a12 12 0 0 0 6 6l1.5-2 4 1 .5 3c0 1.5-1 2.5-2.5 2.500C10 20 4 14 4 6c0-1.5.7-2.5 2-2.5",
  phone_ringing:
    "M6 6.500l3 .5 1 3.5-2 1.500a10 10 0 0 0 4.5 4.500l1.5-2 3.5 1 .5 3c0 1.3-.8 2-2 2C9.5 20.5 4 15 4 8.500c0-1.2.8-2 2-2M14 6a5 5 0 0 1 4 4M14.5 2.500a9 9 0 0 1 7 7",
  share_screen: "M3 4.500h18v12H3zM8 20h8M12 13V8M9.5 10L12 7.5 14.5 10",
  chat_off: "M4 5h16v11H10l-4 4v-4H4zM3 2.500l18 19",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 14.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
  teach_back: "M3 5h12v8H8l-3 3v-3H3zM18 9h3v8h-2v3l-3-3h-5v-1.5",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  record: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  leave: "M14 4H5v16h9M10 12h11M17.5 8.500L21 12l-3.5 3.5",
};

const SVG = "http://www.w3.org/2000/svg";

/** A drawing by the name the profile uses; an unknown name gives the sign for information. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[name] ?? DRAWINGS.info ?? "");
  svg.append(path);
  return svg;
}
