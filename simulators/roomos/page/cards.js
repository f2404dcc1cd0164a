// What comes before everything else on the panel: calls, questions, notices.
import { button, make } from "./dom.js";
import { words } from "./words.js";

const KEYS = "123456789*0#";

function card(id, title, ...parts) {
  return make("section", { class: "card", "aria-labelledby": id }, make("h3", { id }, title), ...parts);
}

function row(...parts) {
  return make("div", { class: "row" }, ...parts);
}

export function drawAlert(alert, press) {
  const text = make("p", {}, alert.text);
  return card(
    "alert",
    alert.title || alert.text,
    alert.title ? text : null,
    row(button("alert", words.close, () => press({ press: "dismiss" }))),
  );
}

export function drawPrompt(prompt, press) {
  const options = prompt.options.map(({ id, text }) =>
    button(`option-${id}`, text, () => press({ press: "option", option: id })),
  );
  const text = make("p", {}, prompt.text);
  return card("prompt", prompt.title || words.open, text, row(...options));
}

export function drawInput(input, press) {
  const secret = input.type === "PIN" || input.type === "Password";
  const numeric = input.type === "PIN" || input.type === "Numeric";
  const field = make("input", {
    type: secret ? "password" : "text",
    inputmode: numeric ? "numeric" : "text",
    autocomplete: "off",
    placeholder: input.placeholder,
    "data-key": "input",
    "aria-label": input.text,
  });
  const send = (event) => {
    event.preventDefault();
    press({ press: "input", text: field.value });
  };
  const submit = make("button", { type: "submit", "data-key": "submit" }, words.send);
  return card(
    "input",
    input.title || words.open,
    make("p", {}, input.text),
    make("form", { class: "row", submit: send }, field, submit),
  );
}

function drawIncoming(call, press) {
  const answer = (what) => () => press({ press: what, call: call.id });
  return card(
    `call-${call.id}`,
    words.incoming,
    make("p", { class: "who" }, call.name || words.nobody),
    row(
      button(`accept-${call.id}`, words.accept, answer("accept"), { class: "good" }),
      button(`reject-${call.id}`, words.reject, answer("reject"), { class: "bad" }),
    ),
  );
}

function drawKeys(call, press) {
  const keys = [...KEYS].map((tone) =>
    button(`tone-${tone}`, tone, () => press({ press: "tones", call: call.id, tones: tone })),
  );
  return make("div", {}, make("p", {}, words.pin), make("div", { class: "keys" }, ...keys));
}

function drawCurrent(call, press) {
  const state = words.states[call.state] ?? call.state;
  return card(
    `call-${call.id}`,
    state,
    make("p", { class: "who" }, call.name || call.number || words.nobody),
    call.lobby ? make("p", {}, words.lobby) : null,
    call.pin ? drawKeys(call, press) : null,
    row(
      button(`end-${call.id}`, words.hangUp, () => press({ press: "hang-up", call: call.id }), {
        class: "bad",
      }),
    ),
  );
}

export function isIncoming(call) {
  return call.direction === "Incoming" && call.state === "Ringing";
}

export function drawCall(call, press) {
  return isIncoming(call) ? drawIncoming(call, press) : drawCurrent(call, press);
}

export function drawBooking(booking, time, press) {
  const title = booking.title || words.meeting;
  const join = button(`join-${booking.id}`, words.join, () => press({ press: "join", booking: booking.id }), {
    class: "good",
    "aria-label": words.joinMeeting(title),
  });
  return make(
    "li",
    { class: "card" },
    make("p", { class: "when" }, `${time(booking.start)}–${time(booking.end)}`),
    make("p", { class: "who" }, title),
    booking.joinable ? join : null,
  );
}
