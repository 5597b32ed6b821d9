// expect: nothing
// Whether it failed is asked only when all is over: it decides nothing about what was done before.
import { Client } from './client.mjs';
const client = new Client();
function test(done) {
  client.subscribe(['a', 'b'], (err) => {
    client.end(false, () => {
      if (err) return done();
      done(new Error('no'));
    });
  });
}
const said = [];
test((e) => said.push(String(e)));
setTimeout(() => client.end(false, () => said.push('ended')), 3);
process.on('exit', () => console.log(said.toSorted().join(' ')));
