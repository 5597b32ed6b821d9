// expect: race.check-then-act 17
import { setTimeout as delay } from 'node:timers/promises';

const reminders = [
  { to: 'eve', sent: false },
  { to: 'fay', sent: false },
];
const mails = [];

async function sendDue() {
  const due = reminders.filter((reminder) => !reminder.sent);
  await Promise.all(
    due.map(async (reminder) => {
      await delay(20);
      mails.push(reminder.to);
      // The next tick of the clock has taken it as well.
      reminder.sent = true;
    }),
  );
}

await Promise.all([sendDue(), delay(5).then(sendDue)]);
console.log([...mails].sort().join());
