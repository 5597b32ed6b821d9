// expect: nothing
// The answer is thrown away if what it was asked about has changed, or is used without asking again, or asked about something else.
import { setTimeout as sleep } from 'node:timers/promises';

class Recipe {
  #steps = [];
  name = 'salad';
  stars = 0;

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
  const { text } = recipe;
  const long = await findLongSteps(text);
  if (recipe.text !== text) return [];
  return long.map((n) => `too long: ${recipe.stepAt(n)}`);
}

async function count(recipe) {
  const long = await findLongSteps(recipe.text);
  return `${long.length} long steps`;
}

async function rate(recipe) {
  const letters = await findLongSteps(recipe.name);
  return `${recipe.stars} stars, ${letters.length}`;
}

const shelf = { state: { jars: 2 } };
async function label(shelf) {
  const names = await findLongSteps(Object.keys(shelf.state).join('. '));
  const more = await findLongSteps(shelf.state.text ?? '');
  shelf.state = { ...shelf.state, names, more };
}

const recipe = new Recipe('peel', 'cut into very thin slices', 'fry');
const results = Promise.all([review(recipe), count(recipe), rate(recipe), label(shelf)]);
setTimeout(() => recipe.put(0, 'wash'), 10);
setTimeout(() => recipe.stars++, 10);
setTimeout(() => (shelf.state = { ...shelf.state, jars: 3, text: 'jam' }), 10);
console.log(await results);
