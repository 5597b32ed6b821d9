// expect: race.atomicity 13,17,36
// The proof-reader names paragraphs by their number; the helper only looks whether there is a paragraph of that number by then.
import { setTimeout as sleep } from 'node:timers/promises';

class Manuscript {
  #body;

  constructor(body) {
    this.#body = body;
  }

  body() {
    return this.#body;
  }

  replace(body) {
    this.#body = body;
  }
}

async function proofread(body) {
  await sleep(15);
  const paragraphs = body.split('\n\n');
  return paragraphs.flatMap((text, number) => (/\bteh\b/.test(text) ? [{ number, hint: 'teh' }] : []));
}

function spanOf(manuscript, number) {
  const paragraphs = manuscript.body().split('\n\n');
  if (number >= paragraphs.length) throw new RangeError(`there is no paragraph ${number}`);
  return { number, length: paragraphs[number].length };
}

async function review(manuscript) {
  const body = manuscript.body();
  if (body === '') return [];
  const hints = await proofread(body);
  const notes = [];
  for (const { number, hint } of hints) {
    notes.push({ hint, span: spanOf(manuscript, number) });
  }
  return notes;
}

const novel = new Manuscript('Once upon a time.\n\nTo the sea.\n\nIn teh harbour.\n\nThe end.');

async function edit() {
  await sleep(6);
  novel.replace(novel.body().split('\n\n').slice(1).join('\n\n'));
}

const [notes] = await Promise.all([review(novel), edit()]);
for (const { hint, span } of notes) console.log(hint, novel.body().split('\n\n')[span.number]);
