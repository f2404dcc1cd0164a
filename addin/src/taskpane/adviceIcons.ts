/** Drawings for the advice cards, by the names the profile uses; fetched with the cards. */
export const ADVICE_DRAWINGS: Readonly<Record<string, string>> = {
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
  record: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  leave: "M14 4H5v16h9M10 12h11M17.5 8.500L21 12l-3.5 3.5",
};
