import { readFile } from 'node:fs';

const game = { rules: null };

process.on('message', ({ load, rules, word }) => {
  if (rules) {
    game.rules = rules;
    return;
  }
  if (load) {
    readFile(new URL(load, import.meta.url), 'utf8', (error, text) => {
      if (error) throw error;
      game.rules = JSON.parse(text);
      process.send({ isReady: true });
    });
    return;
  }
  let score = 0;
  for (const letter of word) score += game.rules.points[letter] ?? 1;
  process.send({ score });
});
