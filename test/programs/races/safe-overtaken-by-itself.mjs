// expect: nothing
// The check itself changes the text, and its messages are for what it made of it.
import { once, EventEmitter } from 'node:events';

class Editor {
  #lines = [];
  constructor(text) {
    this.text = text;
  }
  lineLength(row) {
    this.#lines.push(row);
    return this.text.split('\n')[row]?.length ?? 0;
  }
  setText(text) {
    this.text = text;
  }
}

const checker = new EventEmitter();
async function check(text, editor) {
  await once(checker, 'ready');
  editor.setText(text.toLowerCase());
  const lines = editor.text.split('\n');
  return lines.flatMap((line, row) => (line.endsWith(';') ? [{ row, message: 'no semicolon' }] : []));
}

async function lint(editor) {
  const text = editor.text;
  if (text === '') return [];
  const found = await check(text, editor);
  return found.map(({ row, message }) => ({ message, range: [row, 0, editor.lineLength(row)] }));
}

const editor = new Editor('a\nb: c;');
const done = lint(editor);
setTimeout(() => checker.emit('ready'), 40);
console.log((await done).length);
