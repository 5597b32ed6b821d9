// expect: timer.leak main.mjs:8
// stop-after: 5
// A question is asked a second time under its number: of the two guards the map has the newer one, and the older one waits out its half minute.
class Questions {
  #guards = new Map();
  #left = [];
  ask(id) {
    this.#guards.set(id, setTimeout(() => this.#left.push(id), 30_000));
  }
  answer(id, text) {
    clearTimeout(this.#guards.get(id));
    this.#guards.delete(id);
    console.log(id, text, this.#left.length);
  }
}
const questions = new Questions();
questions.ask(7);
setTimeout(() => questions.ask(7), 5);
setTimeout(() => questions.answer(7, 'yes'), 20);
