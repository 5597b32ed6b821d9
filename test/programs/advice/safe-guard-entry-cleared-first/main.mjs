// expect: nothing
// A question is asked a second time under its number, and the guard of the first time is cleared.
class Questions {
  #guards = new Map();
  #left = [];
  ask(id) {
    clearTimeout(this.#guards.get(id));
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
