// expect: nothing
// Each of the two sets a part of its own: merging keeps the other.
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

async function name(text) {
  const { title } = board.state;
  await estimate(text);
  board.set({ title: `${title} ${text}` });
}

async function add(text) {
  const { cards } = board.state;
  const card = await estimate(text);
  board.set({ cards: [...cards, card] });
}

async function estimate(text) {
  await sleep(text.length);
  return { text, days: text.length };
}

await Promise.all([add('paint'), name('today')]);
console.log(board.state.title, board.state.cards.length);
