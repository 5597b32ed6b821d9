// expect: race.atomicity 23
'use strict';

/** How long all reports are together: each says how far they have come. */
const last = { size: 0, sent: 0 };

function Report(name) {
  const lines = [name];
  this.add = function (what, value) {
    lines.push(`${what} ${value}`);
  };
  this.text = function () {
    return lines.join('\n');
  };
}

function send(report, ms) {
  const { size } = last;
  return new Promise((resolve) => {
    setTimeout(() => {
      report.add('size so far', size);
      const text = report.text();
      last.size = size + text.length;
      resolve(text);
    }, ms);
  });
}

async function main() {
  const texts = await Promise.all([send(new Report('first'), 20), send(new Report('second one'), 5)]);
  console.log(texts.join('\n'), last.size);
}
main();
