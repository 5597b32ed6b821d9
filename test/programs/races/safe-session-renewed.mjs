// expect: nothing
// Both renew one session, and each stores what the other has stored, too.
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let issued = 0;

class Client {
  session = { token: '', until: 0 };
  now = 100;

  async authorize() {
    const { session } = this;
    if (this.now > session.until) {
      await sleep(5);
      issued += 1;
      session.token = `token-${this.now}`;
      session.until = this.now + 50;
    }
    return session.token;
  }
}

const client = new Client();
await Promise.all([client.authorize(), client.authorize()]);
console.log(issued);
