// expect: nothing
// One asks again only if the text is still what was checked, one about lines that nobody moves, one is shown where the answer belongs, and lines that come at the end move none.
import { once, EventEmitter } from 'node:events';

function createDocument(text) {
  const lines = text.split('\n');
  const marks = [];
  return {
    text: () => lines.join('\n'),
    widthAt: (row) => lines[row].length,
    marks: () => marks.map((row) => lines[row]),
    mark: (row) => marks.push(row),
    append: (line) => lines.push(line),
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

const rangeAt = (document, row) => [row, 0, document.widthAt(row)];

async function lint(document) {
  const text = document.text();
  const rows = await check(text);
  if (document.text() !== text) return null;
  return rows.map((row) => rangeAt(document, row));
}

async function lintAsItWas(document) {
  const text = document.text();
  const before = text.split('\n');
  const rows = await check(text);
  return rows.map((row) => [row, 0, before[row].length]);
}

async function lintGrowing(document) {
  const text = document.text();
  const rows = await check(text);
  return rows.map((row) => rangeAt(document, row));
}

const [edited, shown, growing] = [1, 2, 3].map(() => createDocument('a\nb: c;\nlonger'));
const done = [lint(edited), lintAsItWas(shown), lintGrowing(growing)];
setTimeout(() => checker.emit('ready'), 40);
setImmediate(() => {
  edited.insert(0, 'x', 'y');
  shown.insert(0, 'x');
  growing.append('z');
});
console.log(await Promise.all(done));
