// expect: nothing
const answers = new Map();
const lookup = (text) => new Promise((resolve) => answers.set(text, () => resolve([`${text} 1`, `${text} 2`])));

const box = {
  text: '',
  found: [],
  async type(text) {
    this.text = text;
    const found = await lookup(text);
    if (text === this.text) this.found = found;
  },
};

const first = box.type('b');
await new Promise((resolve) => setImmediate(resolve));
const second = box.type('be');
setTimeout(() => {
  answers.get('be')();
  setTimeout(answers.get('b'), 20);
}, 20);
await Promise.all([first, second]);
console.log(box.text, box.found.join());
