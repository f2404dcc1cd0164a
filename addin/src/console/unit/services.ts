/** Which video services the unit may use, and the agreements that turn them on. */
import { fold } from "../../shared/controls";
import { type Child, el } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { askFirst } from "../../staff/askFirst";
import { dayKey, dayWords, isOver } from "../../staff/days";
import { form, input } from "../../staff/form";
import { note, Region, state } from "../../staff/parts";
import type { Agreement, Unit, UnitService } from "./client";
import { changed, type UnitContext, type UnitPart } from "./part";

export function servicesPart(context: UnitContext): UnitPart {
  const { text, language, now, calls } = context;
  const region = new Region("services", text("services"), text("servicesWhy"));

  function draw(unit: Unit): void {
    const may = unit.may.agreements;
    region.show(
      !may && note(text("agreementsMayNot")),
      unit.services.length === 0 && el("p", { class: "quiet" }, text("noServices")),
      el("ul", { class: "rows" }, ...unit.services.map((service) => row(service, may))),
    );
  }

  const again = (done: string): Promise<void> => changed(context, region, done, () => calls.unit(), draw);

  function row(service: UnitService, may: boolean): HTMLElement {
    const label = pick(service.label, language);
    const { agreement } = service;
    return el(
      "li",
      { class: "row" },
      el("div", { class: "row-head" }, el("h3", {}, label), standing(service)),
      el("p", {}, why(service)),
      agreement !== null && el("p", { class: "quiet" }, facts(agreement)),
      may && service.agreement_needed && el("div", { class: "row-deeds" }, ...deeds(service, label)),
    );
  }

  function standing({ on, agreement_needed: needed, agreement }: UnitService): HTMLElement {
    if (on) {
      return state("good", text("serviceOn"));
    }
    const lacking = needed && (agreement === null || isOver(agreement.valid_to, now()));
    return lacking ? state("warn", text("serviceOff"), "warning") : state("info", text("serviceOff"));
  }

  function why({ on, agreement_needed: needed, agreement }: UnitService): string {
    if (on) {
      return agreement ? text("agreementOn", { reference: agreement.reference }) : text("onNoAgreement");
    }
    if (!needed) {
      return text("offOther");
    }
    if (agreement === null) {
      return text("offNoAgreement");
    }
    return text(isOver(agreement.valid_to, now()) ? "offAgreementOver" : "offOther");
  }

  function facts({ recorded_by: user, recorded_at: at, valid_to: to }: Agreement): string {
    const recorded = text("recordedBy", { user, day: dayWords(at, language, now()) });
    const until = to ? text("until", { day: dayWords(to, language, now()) }) : "";
    return `${recorded} ${until}`.trim();
  }

  function deeds({ code, agreement }: UnitService, service: string): Child[] {
    const record = (): HTMLElement =>
      form(
        context,
        [
          input("reference", {
            label: text("reference"),
            help: text("referenceHelp"),
            needed: text("fillIn"),
            longest: 100,
          }),
          input("valid_to", {
            label: text("optional", { label: text("validTo") }),
            type: "date",
            least: dayKey(now()),
          }),
        ],
        { submit: text("recordAgreement") },
        async ({ reference, valid_to: to }) => {
          await calls.add("agreements", { service: code, reference, ...(to ? { valid_to: to } : {}) });
          await again(text("agreementSaved", { service }));
        },
      );
    if (agreement === null || isOver(agreement.valid_to, now())) {
      return [fold(text("agreementFor", { service }), "list", [record()])];
    }
    return [
      askFirst(
        context,
        {
          button: text("remove"),
          spoken: text("removeAgreement", { service }),
          question: text("removeAgreementAsk", { service }),
          yes: text("removeYes"),
        },
        async () => {
          await calls.drop("agreements", agreement.id);
          await again(text("agreementRemoved", { service }));
        },
      ),
    ];
  }

  return { region, draw };
}
