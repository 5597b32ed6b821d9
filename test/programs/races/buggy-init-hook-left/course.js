'use strict';
const { readFile } = require('node:fs/promises');

class Course {
  async load(file) {
    const text = await readFile(file, 'utf8');
    return text.split('\n').map((line, at) => ({ at, indent: line.search(/\S|$/) }));
  }

  longest(buoys) {
    let best = 0;
    for (const { indent } of buoys) best = Math.max(best, indent);
    return best;
  }

  first(buoys) {
    return buoys.at(0);
  }
}

exports.Course = Course;
