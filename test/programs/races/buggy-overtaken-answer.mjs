// expect: race.atomicity 12,15,29
// The messages belong to the text that was checked; they are placed in the text that is there when they come.
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
async function check(text) {
  const lines = text.split('\n');
  await once(checker, 'ready');
  return lines.flatMap((line, row) => (line.endsWith(';') ? [{ row, message: 'no semicolon' }] : []));
}

async function lint(editor) {
  const text = editor.text;
  if (text === '') return [];
  const found = await check(text);
  return found.map(({ row, message }) => ({ message, range: [row, 0, editor.lineLength(row)] }));
}

const editor = new Editor('a\nb: c;');
const done = lint(editor);
setTimeout(() => checker.emit('ready'), 40);
setImmediate(() => editor.setText('x\na\nb: c;'));
console.log((await done).length);
