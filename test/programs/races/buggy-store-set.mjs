// expect: race.atomicity 13,9
// The list is read from the state by a getter, and put back by a method called `set`, which merges: what was added meanwhile is lost.
import { setTimeout as sleep } from 'node:timers/promises';

class Board {
  #state = { title: 'tasks', cards: [] };

  get state() {
    return this.#state;
  }

  set(part) {
    this.#state = { ...this.#state, ...part };
  }
}

const board = new Board();

async function add(text) {
  const { cards } = board.state;
  const card = await estimate(text);
  board.set({ cards: [...cards, card] });
}

async function estimate(text) {
  await sleep(text.length);
  return { text, days: text.length };
}

await Promise.all([add('paint'), add('sand')]);
console.log(board.state.title, board.state.cards.length);
