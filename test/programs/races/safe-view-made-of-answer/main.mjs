// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';
import { View } from './view.mjs';

const load = (text) => sleep(text.length * 60).then(() => [{ name: text }]);

class Search {
  text = '';
  view = new View();

  type(text) {
    this.text = text;
    return this.run();
  }

  run() {
    const asked = this.text;
    return load(asked).then((rows) => asked === this.text && this.view.show(rows));
  }
}

const search = new Search();
const first = search.type('pump');
await sleep(20);
await Promise.all([first, search.type('p')]);
console.log(search.view.text());
