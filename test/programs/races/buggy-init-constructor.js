// expect: race.order.use-before-init 11,14
'use strict';
// The constructor starts loading, and methods use the result without waiting for it.
class Dictionary {
  constructor() {
    this.words = null;
    this.load();
  }
  async load() {
    const list = await new Promise((r) => setTimeout(r, 8, ['alpha', 'beta']));
    this.words = new Map(list.map((w, i) => [w, i]));
  }
  lookup(word) {
    return this.words.get(word);
  }
}

const dictionary = new Dictionary();
setTimeout(() => {
  console.log(dictionary.lookup('beta'));
}, 300);
