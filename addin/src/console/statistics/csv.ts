/** The statistics as a file for a spreadsheet: the very words of the page, so that no small number is in it either. */
import type { Context } from "../context";
import { numberWords, PARTS, type Statistics, WHERE, whereWords } from "./numbers";

/** Semicolons and a byte order mark: as spreadsheets with Swedish settings read it. No cell begins a formula. */
export function csv(context: Context, { rows, least }: Statistics): string {
  const { text } = context;
  const columns = PARTS.flatMap((part) =>
    part.columns.map(([head, name]) => [`${text(part.heading)}: ${text(head)}`, name] as const),
  );
  const lines = [
    [...WHERE.map((head) => text(head)), ...columns.map(([head]) => head)],
    ...rows.map((row) => [
      row.month,
      ...whereWords(context, row),
      ...columns.map(([, name]) => numberWords(context, row.numbers[name], least)),
    ]),
  ];
  return `\uFEFF${lines.map((line) => line.map(cell).join(";")).join("\r\n")}\r\n`;
}

function cell(words: string): string {
  const plain = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** Lets the browser save a file. */
export function save(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
