import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../../src/shared/api";
import { askFirst } from "../../src/staff/askFirst";
import { choice, form, input, radios, type Values } from "../../src/staff/form";
import { context, press, words, write } from "../console/desk";

beforeEach(() => document.body.replaceChildren());

function filled(send: (values: Values) => Promise<void>, check?: (values: Values) => string | null) {
  const node = form(
    context(),
    [
      input("user", { label: "Användare", needed: "Fyll i." }),
      choice("role", { label: "Roll" }, [
        ["", "Välj"],
        ["care_staff", "Personal"],
      ]),
      radios("answer", { label: "Svar", needed: "Svara." }, [
        ["yes", "Ja"],
        ["no", "Nej"],
      ]),
    ],
    { submit: "Spara", ...(check ? { check } : {}) },
    send,
  );
  document.body.append(node);
  return node;
}

describe("a form", () => {
  it("sends nothing while something needed is missing, and says what beside the field", () => {
    const send = vi.fn();
    const node = filled(send);
    press(node, "Spara");
    expect(send).not.toHaveBeenCalled();
    const user = node.querySelector<HTMLInputElement>("[name=user]");
    expect(document.activeElement).toBe(user);
    expect(user?.getAttribute("aria-invalid")).toBe("true");
    const described = user?.getAttribute("aria-describedby")?.split(" ").at(-1) ?? "";
    expect(document.getElementById(described)?.textContent).toBe("Fyll i.");
    expect(words(node)).toContain("Svara.");
    expect(words(node.querySelector(".notice") ?? node)).toContain("Inget är skickat.");
  });

  it("sends what was written, without the spaces around it", async () => {
    const send = vi.fn(() => Promise.resolve());
    const node = filled(send);
    write(node, "user", "  annan ");
    node.querySelectorAll<HTMLInputElement>("[type=radio]")[0]?.click();
    press(node, "Spara");
    await vi.waitFor(() => expect(send).toHaveBeenCalledWith({ user: "annan", role: "", answer: "yes" }));
  });

  it("keeps what was written when the server says no, points to the field and says it in its words", async () => {
    const problem = new ApiProblem(
      {
        code: "unknown-person",
        detail_sv: "Okänd. Inget ändrat. Rätta.",
        errors: [{ pointer: "/user", code: "x" }],
      },
      422,
    );
    const node = filled(() => Promise.reject(problem));
    write(node, "user", "ingen");
    node.querySelectorAll<HTMLInputElement>("[type=radio]")[0]?.click();
    press(node, "Spara");
    await vi.waitFor(() => expect(words(node)).toContain("Okänd. Inget ändrat. Rätta."));
    const user = node.querySelector<HTMLInputElement>("[name=user]");
    expect(user?.value).toBe("ingen");
    expect(user?.getAttribute("aria-invalid")).toBe("true");
    expect(node.querySelector("[name=role]")?.hasAttribute("aria-invalid")).toBe(false);
    expect(node.querySelector("button")?.textContent).toBe("Spara");
  });

  it("sends once, however often it is pressed meanwhile", async () => {
    const send = vi.fn(() => new Promise<void>(() => undefined));
    const node = filled(send);
    write(node, "user", "annan");
    node.querySelectorAll<HTMLInputElement>("[type=radio]")[0]?.click();
    node.requestSubmit();
    node.requestSubmit();
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1));
    expect(words(node)).toContain("Sparar …");
  });

  it("refuses what its whole lacks", () => {
    const send = vi.fn();
    const node = filled(send, () => "Något saknas. Inget är sparat. Fyll i.");
    write(node, "user", "annan");
    node.querySelectorAll<HTMLInputElement>("[type=radio]")[0]?.click();
    press(node, "Spara");
    expect(send).not.toHaveBeenCalled();
    expect(words(node)).toContain("Något saknas.");
  });
});

describe("a press that takes something away", () => {
  const ASK = {
    button: "Ta bort",
    spoken: "Ta bort rollen",
    question: "Ta bort rollen?",
    yes: "Ja, ta bort",
  };

  it("asks in place of the button, with the focus on the way back", () => {
    const act = vi.fn();
    const node = askFirst(context(), ASK, act);
    document.body.append(node);
    press(node, "Ta bort rollen");
    expect(words(node)).toContain("Ta bort rollen?");
    expect(document.activeElement?.textContent).toBe("Avbryt");
    expect(act).not.toHaveBeenCalled();
  });

  it("is taken back by Avbryt and by Escape, and gives the focus back", () => {
    const node = askFirst(context(), ASK, vi.fn());
    document.body.append(node);
    press(node, "Ta bort rollen");
    press(node, "Avbryt");
    expect(document.activeElement?.textContent).toBe("Ta bort");
    press(node, "Ta bort rollen");
    node.querySelector(".ask")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    expect(document.activeElement?.textContent).toBe("Ta bort");
  });

  it("is done on yes, and says why when it could not be", async () => {
    const problem = new ApiProblem(
      { code: "last-unit-head", detail_sv: "Sista chefen. Inget ändrat. Ge först." },
      409,
    );
    const act = vi.fn(() => Promise.reject(problem));
    const node = askFirst(context(), ASK, act);
    document.body.append(node);
    press(node, "Ta bort rollen");
    press(node, "Ja, ta bort");
    await vi.waitFor(() => expect(words(node)).toContain("Sista chefen. Inget ändrat. Ge först."));
    expect(act).toHaveBeenCalledTimes(1);
    expect(node.querySelector("button")?.textContent).toBe("Ta bort");
  });
});
