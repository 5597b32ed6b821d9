// expect: nothing
// The same work, for which a job waits; and a value that is looked at before it is used.
import { readFile } from 'node:fs/promises';

class Mailer {
  constructor() {
    this.ready = this.load();
    this.ready.catch(console.error);
    this.sign().catch(console.error);
  }

  async load() {
    this.templates = { receipt: await this.read() };
  }

  async sign() {
    this.signature = { name: (await this.read()).slice(0, 4) };
  }

  async compose(kind, name) {
    await this.ready;
    const end = this.signature ? this.signature.name : '';
    return this.templates[kind].replace('{name}', name) + end;
  }

  async read() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    return `Dear {name}, ${text.length}`;
  }
}

const mailer = new Mailer();
setTimeout(async () => console.log((await mailer.compose('receipt', 'Vera')).length > 0), 200);
