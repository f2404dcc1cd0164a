// What comes before a meeting and after it: name, PIN, waiting, and why one is out.
import { chat } from "./chat.js";
import { button, make } from "./dom.js";
import { words } from "./words.js";

function form(id, title, send, ...parts) {
  const submit = (event) => {
    event.preventDefault();
    send(new FormData(event.currentTarget));
  };
  const heading = make("h2", { id }, title);
  return make("form", { class: "card narrow", "aria-labelledby": id, submit }, heading, ...parts);
}

function go(text) {
  return make("button", { type: "submit", class: "act" }, text);
}

export function nameDoor(name, send) {
  const field = make("input", {
    name: "name",
    type: "text",
    required: true,
    maxlength: "250",
    autocomplete: "name",
    value: name,
  });
  return [
    form(
      "door",
      words.join,
      (data) => send(data.get("name").trim()),
      make("label", {}, words.name, field),
      go(words.join),
    ),
  ];
}

// `asks` is the node's answer; where guests need no PIN they say that they are guests.
export function pinDoor(asks, wrong, send) {
  const guests = asks.guest_pin === "none";
  const field = make("input", {
    name: "pin",
    type: "password",
    inputmode: "numeric",
    required: true,
    autocomplete: "off",
    "aria-describedby": "why",
  });
  return [
    form(
      "door",
      words.join,
      (data) => send(data.get("pin").trim()),
      make("p", { id: "why" }, guests ? words.pinOrGuest : words.pinAsked),
      wrong ? make("p", { role: "alert" }, words.pinWrong) : null,
      make("label", {}, words.pin, field),
      make(
        "div",
        { class: "row" },
        go(words.send),
        guests ? button("guest", words.guest, () => send("none")) : null,
      ),
    ),
  ];
}

export function joining() {
  return [make("section", { class: "card narrow" }, make("h2", { class: "dots" }, words.joining))];
}

// Whoever waits reads what a host writes to them.
export function waiting(messages, leave) {
  return [
    make(
      "section",
      { class: "card narrow", "aria-labelledby": "waits" },
      make("h2", { id: "waits" }, words.waiting),
      make("p", {}, words.waitingMore),
      make("div", { class: "row" }, button("leave", words.leave, leave)),
    ),
    ...chat(messages),
  ];
}

export function out(why, again) {
  return [
    make(
      "section",
      { class: "card narrow", "aria-labelledby": "out" },
      make("h2", { id: "out" }, why),
      again ? make("div", { class: "row" }, button("again", words.joinAgain, again, { class: "act" })) : null,
    ),
  ];
}
