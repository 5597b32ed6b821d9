// expect: nothing
// Each step notes its place on the context of all, and puts back what it found when it is through: steps in each other and one after the other, and answers that several of them wait for together.
const fs = require('node:fs');

const waiting = new Map();

function stat(path, callback) {
  const others = waiting.get(path);
  if (others !== undefined) return void others.push(callback);
  const callbacks = [callback];
  waiting.set(path, callbacks);
  fs.stat(path, (error) => {
    waiting.delete(path);
    for (const each of callbacks) each(error);
  });
}

function find(context, path, callback) {
  enter(context, 'file', (leave) => stat(path, leave), (isThere) => {
    if (isThere) return callback(path);
    tryEnds(context, path, ['.js', '.json', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx', '.node'], callback);
  });
}

function tryEnds(context, path, [end, ...others], callback) {
  if (end === undefined) return callback();
  enter(context, end, (leave) => stat(path + end, leave), (isThere) => {
    if (isThere) return callback(path + end);
    tryEnds(context, path, others, callback);
  });
}

function enter(context, name, step, callback) {
  const found = context.place;
  context.place = { name, found };
  step((result) => {
    context.place = found;
    callback(result === null || typeof result === 'string');
  });
}

for (const path of [__filename, `${__dirname}/nothing`, __filename, `${__dirname}/nothing`]) {
  const context = { place: { name: '' } };
  enter(context, 'all', (leave) => find(context, path, leave), (isThere) => console.log(isThere, context.place));
}
