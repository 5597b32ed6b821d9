// expect: none exit 0
// A value that is put where there was none, and taken away again on some paths only: who sends it looks before each piece whether it is still that. Nobody waits until it is gone.
import { setImmediate as turn } from 'node:timers/promises';

class Request {
  body = null;
  sent = 0;

  async finalize(pieces) {
    if (this.body !== null) return;
    const given = { parts: pieces.split(' ') };
    this.body = given.parts;
    await turn();
    if (pieces.startsWith('drop')) this.body = null;
  }

  async send() {
    for (let i = 0; i < 4; i++) {
      if (this.body === null || i >= this.body.length) return;
      await this.write(this.body[i]);
    }
  }

  async write(piece) {
    await turn();
    this.sent += piece.length;
  }
}

for (const text of ['drop this', 'one two three four', 'five six seven eight']) {
  const request = new Request();
  await request.finalize(text);
  await request.send();
  console.log(request.sent);
}
