/** The checksums of Swedish person identifiers (Skatteverket; Inera KINT/468746902). */

/** VGR counts its letters as these values; T-numbers count every letter as 1. */
export const VGR_LETTERS: Readonly<Record<string, number>> = { K: 5, M: 7, X: 8 };

const NONE: Readonly<Record<string, number>> = {};

/** Whether the last digit is the check digit of the ones before; letters count as given, else as 1. */
export function luhn(text: string, letters = NONE): boolean {
  return addsUp(text, (sign) => letters[sign] ?? 1);
}

/** Whether twelve characters carry the checksum of a national reserve number: letters count as in ASCII. */
export function nationalReserve(text: string): boolean {
  return addsUp(text, (sign) => sign.charCodeAt(0));
}

function addsUp(text: string, worth: (sign: string) => number): boolean {
  let total = 0;
  for (let at = text.length - 1, twice = false; at >= 0; at -= 1, twice = !twice) {
    const sign = text.charAt(at);
    const value = (sign >= "0" && sign <= "9" ? Number(sign) : worth(sign)) * (twice ? 2 : 1);
    total += Math.floor(value / 100) + (Math.floor(value / 10) % 10) + (value % 10);
  }
  return total % 10 === 0;
}
