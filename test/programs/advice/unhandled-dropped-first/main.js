// expect: promise.unhandled main.js:17
// Two promises are dropped; the one that was dropped first is rejected, when the other one has been settled.
process.on('unhandledRejection', (error) => console.error('unhandled:', error.message));

const mailer = {
  async send(to) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (!to.includes('@')) throw new Error(`no such mailbox: ${to}`);
  },
};

class Accounts {
  rows = [];
  async register(name, mail) {
    this.rows.push(name);
    try {
      mailer.send(mail);
    } catch (error) {
      console.error(error.message);
    }
    return this.rows.length;
  }
}

new Accounts().register('ann', 'ann.example').then((count) => {
  console.log('accepted', count);
  setTimeout(() => console.log('end'), 100);
});
