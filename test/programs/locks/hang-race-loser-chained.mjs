// expect: none exit 0
// Scores are looked up in two places that may never answer, each with a limit. What lost goes on waiting, behind a `then` or with a `finally` that stops the timer: nobody waits for that.
const unanswered = [];
const LATE = Symbol('late');

class Board {
  async score(player) {
    if (player === 'ann') return 12;
    return new Promise((resolve) => unanswered.push(resolve));
  }
}

async function withLimit(read, ms) {
  const reading = read();
  const first = await Promise.race([
    reading,
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(LATE), ms);
      void reading.finally(() => clearTimeout(timer)).catch(() => undefined);
    }),
  ]);
  if (first === LATE) throw new Error('no answer');
  return first;
}

async function ask(board, player, ms) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve('unknown'), ms);
  });
  try {
    return await Promise.race([Promise.resolve(player).then((name) => board.score(name)), late]);
  } finally {
    clearTimeout(timer);
  }
}

const board = new Board();
for (const player of ['ann', 'bob']) {
  console.log(await ask(board, player, 8));
  console.log(await withLimit(async () => board.score(player), 8).catch((error) => error.message));
}
