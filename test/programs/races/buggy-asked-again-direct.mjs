// expect: race.atomicity 18,28,15
// What is asked about is given to the call as it is read.
import { setTimeout as sleep } from 'node:timers/promises';

class Recipe {
  #steps = [];

  constructor(...steps) {
    this.#steps = steps;
  }
  get text() {
    return this.#steps.join('. ');
  }
  put(at, ...steps) {
    this.#steps.splice(at, 0, ...steps);
  }
  stepAt(n) {
    return this.#steps[n];
  }
}

async function findLongSteps(text) {
  await sleep(30);
  return text.split('. ').flatMap((step, n) => (step.length > 12 ? [n] : []));
}

async function review(recipe) {
  const long = await findLongSteps(recipe.text);
  return long.map((n) => `too long: ${recipe.stepAt(n)}`);
}

const recipe = new Recipe('peel', 'cut into very thin slices', 'fry');
const reviewed = review(recipe);
setTimeout(() => recipe.put(0, 'wash'), 10);
console.log(await reviewed);
