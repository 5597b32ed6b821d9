// expect: race.check-then-act 16,12
// Both renew one session: until when it is valid is the same for both, but each has a token of its own.
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
      session.token = `token-${issued}`;
      session.until = this.now + 50;
    }
    return session.token;
  }
}

const client = new Client();
await Promise.all([client.authorize(), client.authorize()]);
console.log(issued);
