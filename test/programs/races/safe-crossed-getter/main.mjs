// expect: nothing
// Servers that share one limit: each takes its load in the step of the look, and gives it back when it is done; and a crew that counts what it has promised as well.
import { Farm } from './farm.mjs';

const farm = new Farm(60, 3);
const other = new Farm(60, 3);
const answers = await Promise.all([
  farm.submit(0, 25),
  farm.submit(1, 30),
  farm.submit(2, 20),
  farm.submit(2, 5),
  other.submitLater(0, 20),
  other.submitLater(1, 30),
]);
console.log(answers.join(' '), farm.load, farm.done, other.done);
