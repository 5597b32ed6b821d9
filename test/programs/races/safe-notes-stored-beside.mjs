// expect: nothing
// As buggy-notes-stored-beside.mjs, but one page looks whether its text is still the same, and another one has notes made of each text: the last ones are of the last text. A third one is closed meanwhile, which is no part of the question.
import { setTimeout as sleep } from 'node:timers/promises';

async function proofread(text) {
  await sleep(20);
  return text.split('\n').flatMap((line, at) => (line.includes('teh') ? [{ at, word: 'teh' }] : []));
}

class Page {
  text = 'in teh beginning';
  notes = [];
  closed = false;
}

function show(page) {
  const lines = page.text.split('\n');
  return page.notes.map(({ at, word }) => `${lines[at]}: ${word} ${page.closed}`);
}

async function checkOnce(page) {
  const text = page.text;
  const notes = await proofread(text);
  if (page.text === text) page.notes = notes;
}

async function checkEach(page) {
  const notes = await proofread(page.text);
  page.notes = notes;
}

async function checkOpen(page) {
  if (page.closed) return;
  page.notes = await proofread(page.text);
}

const [once, each, open] = [new Page(), new Page(), new Page()];
const first = [checkOnce(once), checkEach(each), checkOpen(open)];
await sleep(5);
once.text = 'A title\nin the beginning';
each.text = 'A title\nin the beginning';
open.closed = true;
await Promise.all([...first, sleep(5).then(() => checkEach(each))]);
console.log(show(once).length, show(each).length, show(open).length);
