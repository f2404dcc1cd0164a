// Pexip's own clients against a node: PLACE tells which, and how one comes in. Each check that fails is a line on stdout.
import "./packages.mjs";
import { faults } from "./answers.mjs";
import { Chair } from "./chair.mjs";
import { CHECKS } from "./checks.mjs";

const scene = { chair: new Chair() };
const names = Object.keys(CHECKS);
for (const [number, name] of names.entries()) {
  try {
    await CHECKS[name](scene);
    if (faults.length > 0) throw new Error("what it answered is wrong");
  } catch (error) {
    process.stdout.write(`${name}: ${error.stack ?? error}\n`);
    // Each begins where the one before left off.
    process.stdout.write(`${names.length - number - 1} checks were left out\n`);
    break;
  }
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`${names.length} checks\n`);
process.exit();
