// expect: nothing
// The list is read when the card is there, in the step that puts it back.
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
  const card = await estimate(text);
  const { cards } = board.state;
  board.set({ cards: [...cards, card] });
}

async function estimate(text) {
  await sleep(text.length);
  return { text, days: text.length };
}

await Promise.all([add('paint'), add('sand')]);
console.log(board.state.title, board.state.cards.length);
