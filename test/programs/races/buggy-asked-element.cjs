// expect: race.atomicity 23,39,29
// The labels of a chart come by a callback, by the place of the column; of the columns that are there by then only that there is such a place is asked.
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
  askLabels(table.cells, (error, labels) => {
    if (error) return done(error);
    return done(null, labels.map(({ at, text }) => `${text.padEnd(widthOf(table, at))}|`));
  });
}

layOut(sheet, (error, texts) => {
  console.log(error ? error.message : texts.join(' '), sheet.columns().length);
});
setTimeout(() => {
  sheet.cells = 'west,4;south,7';
}, 5);
