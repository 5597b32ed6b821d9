// expect: race.atomicity 11,14,32
// The numbers of the lines belong to the text that was checked; lines are put in before them meanwhile, in place.
import { once, EventEmitter } from 'node:events';

function createDocument(text) {
  const lines = text.split('\n');
  return {
    text: () => lines.join('\n'),
    lineCount: () => lines.length,
    widthAt(row) {
      return lines[row].trimEnd().length;
    },
    insert(row, ...added) {
      lines.splice(row, 0, ...added);
    },
  };
}

const checker = new EventEmitter();
async function check(text) {
  await once(checker, 'ready');
  return text.split('\n').flatMap((line, row) => (line.endsWith(';') ? [row] : []));
}

function rangeAt(document, row) {
  return [row, 0, document.widthAt(row)];
}

async function lint(document) {
  const text = document.text();
  if (text === '') return [];
  const rows = await check(text);
  return rows.map((row) => ({ message: 'no semicolon', range: rangeAt(document, row) }));
}
const source = createDocument('a\nb: c;\nlonger');
const done = lint(source);
setTimeout(() => checker.emit('ready'), 40);
setImmediate(() => source.insert(0, 'x', 'y'));
console.log((await done).length);
