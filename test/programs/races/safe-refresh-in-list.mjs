// expect: nothing
// Two calls find nothing there; one stores what it got, the other takes another way out of the list, or stores something else: nobody has failed.
import { setImmediate as turn } from 'node:timers/promises';

let asked = 0;
async function ask() {
  const turnOf = asked++;
  await turn();
  return turnOf === 0 ? { name: 'first' } : undefined;
}

class Names {
  owner = '';
  late = '';
  notes = [];

  async claim() {
    if (this.owner === '') {
      const answer = await ask();
      if (answer === undefined) return 'taken';
      this.owner = answer.name;
    }
    return this.owner;
  }

  async claimOrNote(isSure) {
    if (this.late === '') {
      if (!isSure) {
        await turn();
        this.notes = [...this.notes, 'unsure'];
      } else {
        const answer = await turn('sure');
        this.late = answer;
      }
    }
  }
}

const names = new Names();
console.log(await Promise.all([names.claim(), names.claim()]));
const other = new Names();
await other.claimOrNote(false);
await Promise.all([other.claimOrNote(true), turn()]);
console.log(other.late, other.notes);
