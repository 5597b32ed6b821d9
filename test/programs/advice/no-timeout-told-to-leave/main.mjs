// expect: io.no-timeout main.mjs:16
// stop-after: 7
// Somebody tells the program to leave, which it does at once: what it had been waiting for all the time is what it would have waited for on and on.
import http from 'node:http';

process.on('SIGINT', () => {
  console.log('leaving');
  process.exit(0);
});

// Takes all questions, and answers none.
const desk = http.createServer(() => {});
desk.listen(0, async () => {
  console.log('asking');

  const answer = await fetch(`http://localhost:${desk.address().port}/rates`);
  console.log(await answer.text());
});
