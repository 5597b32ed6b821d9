// expect: race.order.use-before-init 11,16
// Loaded at the start, by work that nobody waits for, into a property that stands nowhere before; a job needs it later.
import { readFile } from 'node:fs/promises';

class Mailer {
  constructor() {
    this.load().catch(console.error);
  }

  async load() {
    this.templates = { receipt: await this.read() };
  }

  compose(kind, name) {
    // Whoever comes after the file has been read is lucky.
    return this.templates[kind].replace('{name}', name);
  }

  async read() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    return `Dear {name}, ${text.length}`;
  }
}

const mailer = new Mailer();
setTimeout(() => console.log(mailer.compose('receipt', 'Vera').length > 0), 200);
