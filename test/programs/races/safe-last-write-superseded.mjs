// expect: nothing
// The text is changed and looked at anew while the first look is under way: an answer about another text than that of now is dropped. And stores that are not all a call is for.
import { setTimeout as sleep } from 'node:timers/promises';

const editor = { text: '', lines: 0 };
const panel = { messages: [], words: 0 };

async function check(text, ms) {
  await sleep(ms);
  return text.split('\n').filter((line) => line.endsWith(';'));
}

async function lint(ms) {
  const { text } = editor;
  const messages = await check(text, ms);
  if (editor.text === text) panel.messages = messages;
}

/** Called for each change: what it begins with is the text. */
const onChange = async () => {
  const source = editor.text;
  const found = await check(source, 20 + source.length);
  if (editor.text === source) panel.words = found.length;
};

const first = lint(20);
editor.text = 'a;';
const second = lint(60);
await Promise.all([first, second]);

const listeners = [onChange];
const change = (text) => {
  editor.text = text;
  return listeners.map((listener) => listener());
};
const changed = [...change('one;')];
await sleep(5);
changed.push(...change('a long line that takes its time;\nand another;'));
await Promise.all(changed);
const health = { last: null };
async function fetchPart(name, ms) {
  const part = await check(name, ms);
  health.last = part;
  return part;
}
const parts = new Map();
const news = { latest: null };
async function refresh(name, ms) {
  const data = await check(name, ms);
  parts.set(name, data);
  news.latest = data;
}
await Promise.all([refresh('users;', 10), refresh('orders;', 50)]);
console.log(parts.get('users;').length, parts.get('orders;').length, news.latest.length);
const head = fetchPart('head;', 10);
const body = fetchPart('body;', 50);
console.log((await head).length + (await body).length, health.last.length);
console.log(panel.messages.length, panel.words);
