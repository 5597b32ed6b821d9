// expect: race.atomicity 9,13
// Two mails are made in one step, and each sets the language that both write in.
import { setTimeout as sleep } from 'node:timers/promises';

const texts = { en: 'Dear', de: 'Liebe' };
let language = 'en';

function use(name) {
  language = name;
}

function greet(name) {
  return `${texts[language]} ${name}`;
}

async function mail({ name, speaks }) {
  use(speaks);
  await sleep(5);
  // The other mail has set its own.
  return greet(name);
}

const mails = await Promise.all([mail({ name: 'Ann', speaks: 'en' }), mail({ name: 'Ida', speaks: 'de' })]);
console.log(mails.length);
