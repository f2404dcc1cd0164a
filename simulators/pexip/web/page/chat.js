// What is written to whoever looks, oldest first; nothing while nobody has written.
import { make } from "./dom.js";
import { words } from "./words.js";

export function chat(messages) {
  if (messages.length === 0) return [];
  return [
    make(
      "section",
      { class: "card chat", "aria-labelledby": "chat" },
      make("h2", { id: "chat" }, words.chat),
      make(
        "ul",
        {},
        ...messages.map(({ from, text }) => make("li", {}, make("strong", {}, `${from}: `), text)),
      ),
    ),
  ];
}
