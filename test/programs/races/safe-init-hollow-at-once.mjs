// expect: nothing
// What is there by now is shown, while newer is loaded for the next time; or it is asked for again when it has come; or waited for.
import { readFile } from 'node:fs/promises';

const load = async () => {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  return text.split('\n').map((line) => line.length);
};

class News {
  rows = [];
  async refresh() {
    this.rows = await load();
  }
  latest() {
    this.refresh();
    return this.rows.slice(0, 3);
  }
}

class Board {
  rows = [];
  async fill() {
    this.rows = await load();
  }
  draw() {
    return this.rows.map((row) => row * 2).length > 0;
  }
}

class Stations {
  names = [];
  async load() {
    this.names = await load();
  }
  near(mark) {
    return this.names.includes(mark);
  }
}

async function show() {
  const [news, board, stations] = [new News(), new Board(), new Stations()];
  const drawn = [news.latest().length];
  board.fill();
  drawn.push(board.draw());
  await stations.load();
  drawn.push(stations.near(0));
  await new Promise((resolve) => setTimeout(resolve, 30));
  drawn.push(board.draw());
  return drawn;
}

console.log((await show()).join(' '));
