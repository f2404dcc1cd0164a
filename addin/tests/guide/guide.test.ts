import { beforeEach, describe, expect, it, vi } from "vitest";
import { Guide } from "../../src/guide/guide";
import type { Language } from "../../src/shared/i18n";
import { PROFILE } from "../shared/profile";
import { json, problem } from "../shared/service";
import { emptyPage, seen, words } from "../taskpane/bench";
import { Asker, BOOK } from "./asker";

beforeEach(emptyPage);

interface Bench {
  readonly asker: Asker;
  readonly node: HTMLElement;
  readonly choose: ReturnType<typeof vi.fn>;
  readonly leave: ReturnType<typeof vi.fn>;
}

async function bench(
  prepare: (asker: Asker) => void = () => undefined,
  language: Language = "sv",
): Promise<Bench> {
  const asker = new Asker();
  prepare(asker);
  const choose = vi.fn();
  const leave = vi.fn();
  const guide = new Guide({ api: asker.api, language, profile: PROFILE, choose, leave });
  document.body.append(guide.node);
  guide.start();
  await vi.waitUntil(() => guide.node.querySelector(".guide-option, .notice"));
  return { asker, node: guide.node, choose, leave };
}

function press(node: HTMLElement, name: string): void {
  const found = [...node.querySelectorAll<HTMLElement>("button, [role=button]")].find((one) =>
    one.textContent?.startsWith(name),
  );
  if (!found) {
    throw new Error(`no button "${name}" among ${words(node)}`);
  }
  found.click();
}

async function walk(
  node: HTMLElement,
  ...steps: readonly (readonly [press: string, then: string])[]
): Promise<void> {
  for (const [name, then] of steps) {
    press(node, name);
    await seen(node, then);
  }
}

const TO_OTHERS = [
  ["caregiver", "Vad handlar mötet om?"],
  ["sensitive", "Vilka fler är med?"],
] as const;

const LAST = { initiator: "caregiver", content: "sensitive", others: [] };
const folds = (node: HTMLElement): unknown[] =>
  [...node.querySelectorAll("details")].map(({ open, children }) => [
    open,
    ...[...children].map((one) => one.textContent),
  ]);
const focused = (): string => document.activeElement?.textContent ?? "";
const named = (node: HTMLElement): string[] =>
  [...node.querySelectorAll(".guide-ways [role=button]")].map((one) => one.textContent ?? "");

describe("asking", () => {
  it("shows one question with its options, says how far one has come, and moves the focus to it", async () => {
    const { node } = await bench();
    expect(focused()).toBe("Vem bjuder in?");
    expect(node.querySelector("[role=status]")?.textContent).toBe("Fråga 1 av högst 5");
    expect(words(node)).toContain("Välj den som skickar inbjudan.");
    expect([...node.querySelectorAll(".guide-option")].map((one) => one.textContent)).toEqual([
      "caregiverSenast på enheten",
      "other_organisation",
    ]);
    await walk(node, ["caregiver", "Vad handlar mötet om?"]);
    expect([focused(), words(node).includes("Fråga 2 av högst 5")]).toEqual(["Vad handlar mötet om?", true]);
  });

  it("sends all answers so far, and several of one question in the order they are listed", async () => {
    const { node, asker } = await bench();
    await walk(node, ...TO_OTHERS);
    press(node, "interpreter");
    press(node, "crowd");
    press(node, "relative");
    press(node, "crowd");
    expect(node.querySelectorAll("[aria-pressed=true]")).toHaveLength(2);
    await walk(node, ["Vidare", "Boka Vårdmöte patient"]);
    expect(asker.asked).toEqual([
      {},
      { initiator: "caregiver" },
      { initiator: "caregiver", content: "sensitive" },
      { initiator: "caregiver", content: "sensitive", others: ["relative", "interpreter"] },
    ]);
  });

  it("takes no option at all as an answer where several may be chosen", async () => {
    const { node, asker } = await bench();
    await walk(node, ...TO_OTHERS, ["Vidare", "Boka Vårdmöte patient"]);
    expect(asker.asked.at(-1)?.["others"]).toEqual([]);
  });

  it("goes back without asking again, marks what was answered, and takes another answer", async () => {
    const { node, asker, leave } = await bench();
    await walk(node, ["caregiver", "Vad handlar"], ["Tillbaka", "Vem bjuder in?"]);
    expect(node.querySelector(".guide-option")?.textContent).toContain("Ditt svar");
    expect(asker.asked).toHaveLength(2);
    await walk(node, ["other_organisation", "Anslut till deras möte"]);
    expect(asker.asked.at(-1)).toEqual({ initiator: "other_organisation" });
    expect(leave).not.toHaveBeenCalled();
  });

  it("goes back with Escape, from the first question to where it was opened", async () => {
    const { node, leave } = await bench();
    await walk(node, ["caregiver", "Vad handlar"]);
    const pressEscape = (): boolean =>
      (document.activeElement ?? node).dispatchEvent(
        new KeyboardEvent("keydown", { key: "Escape", bubbles: true }),
      );
    pressEscape();
    expect([focused(), leave.mock.calls.length]).toEqual(["Vem bjuder in?", 0]);
    pressEscape();
    expect(leave).toHaveBeenCalledOnce();
  });

  it("always has a way back, and starts over or is left from the second question on", async () => {
    const { node, leave } = await bench();
    expect(named(node)).toEqual(["Tillbaka"]);
    await walk(node, ["caregiver", "Vad handlar"]);
    expect(named(node)).toEqual(["Tillbaka", "Börja om", "Avbryt"]);
    await walk(node, ["Börja om", "Vem bjuder in?"]);
    expect(words(node)).not.toContain("Ditt svar");
    await walk(node, ["caregiver", "Vad handlar"]);
    press(node, "Avbryt");
    expect(leave).toHaveBeenCalledOnce();
  });

  it("speaks English", async () => {
    const { node } = await bench(undefined, "en");
    expect(words(node)).toContain("Question 1 of at most 5");
    expect(words(node)).toContain("en Vem bjuder in?");
    expect(named(node)).toEqual(["Back"]);
  });
});

describe("last time", () => {
  it("is one press from its answer, and back leads to the questions", async () => {
    const { node, asker } = await bench((service) => {
      service.last = { answer: BOOK, answers: LAST };
    });
    await walk(node, ["Samma som sist", "Vårt förslag"]);
    expect(focused()).toBe("Boka Vårdmöte patient");
    expect(asker.asked).toEqual([{}, LAST]);
    await walk(node, ["Tillbaka", "Samma som sist"], ["caregiver", "Vad handlar"]);
    expect(words(node)).not.toContain("Samma som sist");
  });

  it("is not spoken of when there is none", async () => {
    const { node } = await bench();
    expect(words(node)).not.toContain("Samma som sist");
  });
});

describe("the result", () => {
  it("names type and service, says why, folds the advice, and hands the choice over", async () => {
    const { node, choose } = await bench();
    await walk(node, ...TO_OTHERS, ["Vidare", "Boka Vårdmöte patient"]);
    expect(words(node)).toContain("Videotjänst: Teams med mötesskydd");
    expect(words(node)).toContain("Därför");
    expect(words(node)).toContain("more_than_two.");
    expect(node.querySelector(".guide-body > .guide-body > :first-child")?.textContent).toBe("danger.");
    expect(words(node)).toContain("Gör så härrow_1.show_document.interpreter.Därför");
    expect(folds(node)).toEqual([
      [false, "Att tänka på (1)", "delivery_interpreter."],
      [
        false,
        "Passar det med video? (1)",
        "suitability_condition.Träffas hellre på plats om:unsuitable_language.",
      ],
      [false, "Barn, tolk eller skyddad identitet?", expect.stringContaining("Hur gammal är patienten?")],
    ]);
    press(node, "Välj Vårdmöte patient");
    expect(choose).toHaveBeenCalledWith(PROFILE.types[0], "teams_protected", "Vårdmöte patient är valt.");
  });

  it("takes the type's usual service where the one named is not connected here", async () => {
    const { node, asker, choose } = await bench();
    asker.instead.push(() => json({ answer: { ...BOOK, service: "somewhere_else" }, answers: {} }));
    await walk(node, ["caregiver", "Videotjänst: Pexip"]);
    press(node, "Välj Vårdmöte patient");
    expect(choose.mock.calls[0]?.[1]).toBe("pexip");
  });

  it("says which other system to use and opens it outside", async () => {
    const { node } = await bench();
    await walk(node, ["caregiver", "Vad handlar"], ["administrative", "Använd Teams"]);
    expect(words(node)).toContain("Här bokar du inget. Mötet sker i Teams.");
    const link = node.querySelector("a");
    expect([link?.href, link?.target, link?.rel]).toEqual([
      "https://teams.example/",
      "_blank",
      "noopener noreferrer",
    ]);
  });

  it("offers no link that is not https", async () => {
    const { node, asker } = await bench();
    const answer = { ...BOOK, outcome: "other_system", link: "javascript:alert(1)" };
    asker.instead.push(() => json({ answer, answers: {} }));
    await walk(node, ["caregiver", "Använd Vårdmöte patient"]);
    expect(node.querySelector("a")).toBeNull();
  });

  it("says that one may join what others invite to, and answers for what one shares", async () => {
    const { node, leave } = await bench();
    await walk(node, ["other_organisation", "Anslut till deras möte"]);
    expect(words(node)).toContain("du behöver inte boka något");
    expect(words(node)).toContain("Gör så häryou_answer.");
    press(node, "Till mötestyperna");
    expect(leave).toHaveBeenCalledOnce();
  });

  it("asks about the patient if one wants, and opens the advice that then fits", async () => {
    const { node, asker } = await bench();
    await walk(node, ...TO_OTHERS, ["Vidare", "Boka Vårdmöte patient"], ["Hur gammal", "Om patienten"]);
    expect(focused()).toBe("Hur gammal är patienten?");
    await walk(node, ["13", "age_13."]);
    expect(asker.asked.at(-1)).toEqual({ ...LAST, age: 13 });
    expect(folds(node)[0]).toEqual([true, "Att tänka på (3)", "age_13.delivery_interpreter.check_patient."]);
    expect(words(node)).not.toContain("Barn, tolk eller");
    await walk(node, ["Tillbaka", "Om patienten"], ["Tillbaka", "Barn, tolk eller"]);
  });

  it("says why to stop, what to do now, and whom to ask", async () => {
    const { node } = await bench();
    await walk(node, ...TO_OTHERS);
    press(node, "crowd");
    await walk(node, ["Vidare", "Boka inte mötet ännu"]);
    expect(words(node)).toContain("reason.");
    expect(words(node)).toContain("split.");
    expect(node.querySelector("a[href^='tel:']")?.textContent).toBe("021-00 00 00");
    expect(named(node)).toEqual(["Tillbaka", "Börja om", "Till mötestyperna"]);
  });
});

describe("trouble", () => {
  it("keeps the answers when the net is gone, and goes on from there", async () => {
    const { node, asker } = await bench();
    await walk(node, ["caregiver", "Vad handlar"]);
    asker.instead.push(() => {
      throw new TypeError("network");
    });
    await walk(node, ["sensitive", "Dina svar är kvar."]);
    expect(node.querySelector("[role=alert]")?.textContent).toContain("Kontrollera nätverket");
    expect(words(node)).toContain("Vad handlar mötet om?");
    await walk(node, ["Försök igen", "Vilka fler är med?"]);
    expect(words(node)).not.toContain("Dina svar är kvar.");
    expect(asker.asked.at(-1)).toEqual({ initiator: "caregiver", content: "sensitive" });
  });

  it.each([
    ["a refusal", () => problem(503, "service-unavailable", "Guiden svarar inte."), "Guiden svarar inte."],
    ["an answer that is no question", () => json({}), "Svaret gick inte att läsa."],
  ])("leaves a way on when the first question does not come: %s", async (_name, answer, said) => {
    const { node, leave } = await bench((service) => service.instead.push(answer));
    expect(words(node)).toContain(said);
    expect(words(node)).not.toContain("Dina svar är kvar.");
    press(node, "Till mötestyperna");
    expect(leave).toHaveBeenCalledOnce();
    await walk(node, ["Försök igen", "Vem bjuder in?"]);
  });

  it("says in words after a second that an answer is slow, and asks once only", async () => {
    const { node, asker } = await bench();
    vi.useFakeTimers();
    asker.hold();
    press(node, "caregiver");
    press(node, "other_organisation");
    await vi.advanceTimersByTimeAsync(900);
    expect(words(node)).not.toContain("Vi väntar på svar");
    await vi.advanceTimersByTimeAsync(200);
    expect(words(node)).toContain("Vi väntar på svar");
    asker.letGo();
    await vi.advanceTimersByTimeAsync(0);
    expect(words(node)).toContain("Vad handlar mötet om?");
    expect(words(node)).not.toContain("Vi väntar på svar");
    expect(asker.asked).toHaveLength(2);
    vi.useRealTimers();
  });

  it("forgets an answer that comes after one has gone back", async () => {
    const { node, asker } = await bench();
    await walk(node, ["caregiver", "Vad handlar"]);
    asker.hold();
    press(node, "sensitive");
    press(node, "Tillbaka");
    asker.letGo();
    await walk(node, ["other_organisation", "Anslut till deras möte"]);
    expect(words(node)).not.toContain("Vilka fler är med?");
  });
});
