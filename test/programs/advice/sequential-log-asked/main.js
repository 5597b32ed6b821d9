// expect: await.sequential@info main.js:21
'use strict';
// What a log, a print-out or a tax office "says" is asked for here: nothing is said.
const { setTimeout: pause } = require('node:timers/promises');

const git = {
  async log(tag) {
    await pause(70);
    return [`${tag} fixes`, `${tag} features`];
  },
};
const press = {
  async printRuns(tag) {
    await pause(90);
    return tag.length;
  },
};

async function release(tag) {
  const lines = [];
  const commits = await git.log(tag);
  for (const commit of commits) lines.push(commit);
  const runs = await press.printRuns(tag);
  return { lines, runs };
}

async function main() {
  for (const tag of ['v1', 'v2', 'v3']) console.log(await release(tag));
}
main();
