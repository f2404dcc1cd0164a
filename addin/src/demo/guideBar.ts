/** The slim bar that leads a newcomer: where one is, what to do, and a ring around the place to press. */
import { el, fill, setAttribute } from "../shared/dom";
import { icon } from "../video/icons";
import type { Context, Part } from "./context";
import { COLUMN, STEPS, type Target, targetOf } from "./guide";
import { type DemoState, factsOf } from "./state";

/** The same width as in the style. */
const NARROW = matchMedia("(max-width: 999px)");

export function guideBar(context: Context): Part {
  const { store, words } = context;
  const count = el("strong", { class: "guide-count" });
  const sentence = el("p", { class: "guide-text" });
  const dots = el("span", { class: "dots", "aria-hidden": "true" }, ...STEPS.map(() => el("i", {})));
  const go = el("button", { type: "button", class: "button" }, words("goThere"));
  const hide = el("button", { type: "button", class: "plain" }, words("guideHide"));
  const show = el("button", { type: "button", class: "plain show-guide" }, icon("note"), words("guideShow"));
  const bar = el(
    "div",
    { class: "guide-bar" },
    dots,
    el("div", { class: "guide-words", role: "status" }, count, sentence),
    el("div", { class: "guide-buttons" }, go, hide),
  );
  const root = el("section", { class: "guide", "aria-label": words("guide") }, bar, show);
  hide.addEventListener("click", () => {
    store.set({ guideHidden: true });
    show.focus();
  });
  show.addEventListener("click", () => {
    store.set({ guideHidden: false });
    hide.focus();
  });
  go.addEventListener("click", () => {
    const target = targetNow(context);
    if (target) {
      store.set({ column: COLUMN[target], ...placeOf(target) });
      document.querySelector<HTMLElement>(`[data-guide="${target}"]`)?.scrollIntoView({ block: "nearest" });
    }
  });
  let said = -1;
  const tell = (step: number): void => {
    if (step === said) {
      return;
    }
    said = step;
    const says = STEPS[step]?.says;
    count.hidden = !says;
    count.textContent = says ? words("stepOf", { step: step + 1 }) : "";
    fill(sentence, !says && icon("tick"), words(says ?? "guideDone"));
    for (const [index, dot] of [...dots.children].entries()) {
      setAttribute(dot, "class", dotClass(index, step));
    }
  };
  return {
    root,
    update: () => {
      const { step, guideHidden } = store.state;
      const target = guideHidden ? null : targetNow(context);
      bar.hidden = guideHidden;
      show.hidden = !guideHidden;
      go.hidden = target === null || inSight(target, store.state);
      tell(step);
      point(target);
      setAttribute(document.body, "data-focus", target === null ? null : COLUMN[target]);
    },
  };
}

function targetNow({ store }: Context): Target | null {
  return targetOf(store.state.step, factsOf(store.state));
}

/** The middle column has two places of its own. */
function placeOf(target: Target): { patientPlace?: "staff-tool" | "phone" } {
  if (COLUMN[target] !== "patient") {
    return {};
  }
  return { patientPlace: target === "staff-tool" ? "staff-tool" : "phone" };
}

/** Three columns show all there is; a narrow page shows one, and the middle column has two places. */
function inSight(target: Target, { column, patientPlace }: DemoState): boolean {
  const place = placeOf(target).patientPlace;
  return (!NARROW.matches || COLUMN[target] === column) && (place === undefined || place === patientPlace);
}

function dotClass(index: number, step: number): string {
  if (index === step) {
    return "now";
  }
  return index < step ? "done" : "";
}

function point(target: Target | null): void {
  for (const node of document.querySelectorAll("[data-guide]")) {
    setAttribute(node, "data-guided", target !== null && node.getAttribute("data-guide") === target);
  }
}
