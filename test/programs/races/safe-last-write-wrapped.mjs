// expect: nothing
// A loop sets the loads going, which are parts of one job; and the answer is compared with what was noted.
const answers = new Map();
const ask = (what) => new Promise((resolve) => answers.set(what, () => resolve({ what })));
const answer = async (...order) => {
  for (const what of order) {
    answers.get(what)();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

class Flags {
  current = null;
  loads = [];

  reload(reason) {
    this.loads.push(this.#fetch(reason));
  }

  async #fetch(reason) {
    const fresh = await ask(reason);
    this.current = fresh;
  }
}

class Panel {
  text = '';
  hits = { what: '' };

  type(text) {
    this.text = text;
    this.find(text).catch(console.error);
  }

  async find(text) {
    const hits = await ask(text);
    if (this.text === text) this.hits = hits;
  }
}

const flags = new Flags();
for (const reason of ['poll', 'push']) flags.reload(reason);
await answer('push', 'poll');
await Promise.all(flags.loads);

const panel = new Panel();
for (const text of ['p', 'pu', 'pump']) panel.type(text);
await answer('pump', 'pu', 'p');
console.log(flags.current.what, panel.text, panel.hits.what);
