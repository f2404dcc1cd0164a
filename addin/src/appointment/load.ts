/** Production must load office.js from Microsoft (office 1); the demo page never does. */
const OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";

/** Loads office.js unless the page has it, and waits until the host has answered. Rejects when it cannot be fetched. */
export async function loadOffice(): Promise<void> {
  if (typeof Office === "undefined") {
    await new Promise<void>((resolve, reject) => {
      const script = document.createElement("script");
      script.src = OFFICE_JS;
      script.addEventListener("load", () => resolve());
      script.addEventListener("error", () => reject(new Error("office.js could not be loaded")));
      document.head.append(script);
    });
  }
  await Office.onReady();
}
