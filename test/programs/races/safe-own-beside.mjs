// expect: nothing
// Mails are made in one step, one after the other; and a tree notes where it is, for those above as well.
import { setTimeout as sleep } from 'node:timers/promises';

const texts = { en: 'Dear', de: 'Liebe' };
let language = 'en';
let tail = Promise.resolve();

function use(name) {
  language = name;
}

function greet(name) {
  return `${texts[language]} ${name}`;
}

function mail({ name, speaks }) {
  const turn = tail.then(() => write(name, speaks));
  tail = turn.catch(() => {});
  return turn;
}

async function write(name, speaks) {
  use(speaks);
  await sleep(5);
  return greet(name);
}

class Walker {
  deepest = '';

  async visit(node) {
    this.deepest = node.name;
    for (const child of node.children ?? []) await this.visit(child);
    await sleep(1);
    return this.deepest;
  }
}

const mails = await Promise.all([mail({ name: 'Ann', speaks: 'en' }), mail({ name: 'Ida', speaks: 'de' })]);
console.log(mails.length, await new Walker().visit({ name: 'a', children: [{ name: 'b' }, { name: 'c' }] }));
