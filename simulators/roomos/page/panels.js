// A panel's pages and widgets, as they were saved on the device.
import { button, make } from "./dom.js";
import { words } from "./words.js";

const ARROWS = ["up", "left", "center", "right", "down"];
const STEPS = ["decrement", "increment"];
const STEP_SIGNS = { decrement: "−", increment: "+" };
const STEP_WORDS = { decrement: words.decrease, increment: words.increase };

function pressing(press, widget, value = "") {
  return () => press({ press: "widget", widget: widget.id, type: "clicked", value });
}

function changing(press, widget, value) {
  return press({ press: "widget", widget: widget.id, type: "changed", value });
}

const DRAWN = {
  Button: (widget, press) => [button(`w-${widget.id}`, widget.name, pressing(press, widget))],
  IconButton: (widget, press) => [
    button(`w-${widget.id}`, "●", pressing(press, widget), { "aria-label": widget.name || widget.id }),
  ],
  ToggleButton: (widget, press) => {
    const on = widget.value === "on";
    return [
      button(`w-${widget.id}`, widget.name || widget.id, () => changing(press, widget, on ? "off" : "on"), {
        role: "switch",
        "aria-checked": String(on),
      }),
    ];
  },
  Text: (widget) => [make("p", {}, widget.value || widget.name)],
  Slider: (widget, press) => [
    make("input", {
      type: "range",
      min: "0",
      max: "255",
      value: widget.value || "0",
      "data-key": `w-${widget.id}`,
      "aria-label": widget.name || widget.id,
      change: (event) => changing(press, widget, event.target.value),
    }),
  ],
  GroupButton: (widget, press) =>
    widget.values.map(({ key, name }) =>
      button(`w-${widget.id}-${key}`, name, pressing(press, widget, key), {
        "aria-pressed": String(widget.value === key),
      }),
    ),
  Spinner: (widget, press) => {
    const step = (way) =>
      button(`w-${widget.id}-${way}`, STEP_SIGNS[way], pressing(press, widget, way), {
        "aria-label": words.adjust(widget.name || widget.id, STEP_WORDS[way]),
      });
    const [less, more] = STEPS.map(step);
    return [less, make("output", {}, widget.value), more];
  },
  DirectionalPad: (widget, press) =>
    ARROWS.map((way) => button(`w-${widget.id}-${way}`, words[way], pressing(press, widget, way))),
  Spacer: () => [],
};

function drawWidget(widget, press) {
  const parts = DRAWN[widget.type]?.(widget, press) ?? [];
  return make("div", { class: `widget size-${widget.size} ${widget.type}` }, ...parts);
}

function drawRow(row, page, press) {
  const name = row.name && !page.hide_row_names ? make("h4", {}, row.name) : null;
  return make("div", { class: "row" }, name, ...row.widgets.map((widget) => drawWidget(widget, press)));
}

function drawTabs(panel, page, show) {
  if (panel.pages.length < 2) return null;
  const tabs = panel.pages.map((one) =>
    button(`page-${one.id}`, one.name, () => show(one.id), { "aria-pressed": String(one === page) }),
  );
  return make("div", { class: "row", role: "group", "aria-label": words.pages }, ...tabs);
}

// The panel that is open, with `page` of it in front.
export function drawPanel(panel, page, press, show, close) {
  const rows = page.rows.map((row) => drawRow(row, page, press));
  return make(
    "section",
    { class: "card", "aria-labelledby": "open-title" },
    make("h3", { id: "open-title", tabindex: "-1", "data-key": "open-title" }, page.name || panel.name),
    drawTabs(panel, page, show),
    ...rows,
    button("close-panel", words.close, close),
  );
}

export function drawTile(panel, press) {
  const tile = button(`p-${panel.id}`, panel.name, press, { class: "tile" });
  tile.style.setProperty("--tile", panel.color || "#1170cf");
  return tile;
}
