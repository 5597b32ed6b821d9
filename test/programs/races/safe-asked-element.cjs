// expect: nothing
// The labels of a chart come by a callback, by the place of the column; where the cells are others by then, it is asked once more.
'use strict';
const { execFile } = require('node:child_process');

const sheet = {
  cells: 'north,12;south,7;east,31',
  columns() {
    return this.cells.split(';').map((column) => column.split(','));
  },
};

const LABELS = `
  const columns = process.argv[1].split(';').map((column) => column.split(','));
  console.log(JSON.stringify(columns.map(([name, sum], at) => ({ at, text: name + ' ' + sum })).filter(({ text }) => text > 'o')));
`;

function askLabels(cells, done) {
  execFile(process.execPath, ['-e', LABELS, cells], (error, out) => (error ? done(error) : done(null, JSON.parse(out))));
}

function widthOf(table, at) {
  const column = table.cells.split(';')[at];
  if (!column) throw new Error(`no column ${at}`);
  return column.length;
}

function layOut(table, done) {
  const { cells } = table;
  askLabels(cells, (error, labels) => {
    if (error) return done(error);
    if (table.cells !== cells) return layOut(table, done);
    return done(null, labels.map(({ at, text }) => `${text.padEnd(widthOf(table, at))}|`));
  });
}

layOut(sheet, (error, texts) => {
  console.log(error ? error.message : texts.join(' '), sheet.columns().length);
});
setTimeout(() => {
  sheet.cells = 'west,4;south,7';
}, 5);
