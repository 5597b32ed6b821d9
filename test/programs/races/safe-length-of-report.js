// expect: nothing
'use strict';

/** What the last report was like: the next one says so. */
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
      report.add('size of the last one', size);
      const text = report.text();
      last.size = text.length;
      resolve(text);
    }, ms);
  });
}

async function main() {
  const texts = await Promise.all([send(new Report('first'), 20), send(new Report('second one'), 5)]);
  console.log(texts.join('\n'), last.size);
}
main();
