// expect: race.check-then-act service.mjs:16; race.check-then-act service.mjs:23
// Rules of another file look at what they are given, and throw or say no; the service waits before it acts on that.
import { School } from './service.mjs';

const school = new School();
school.open('algebra', 2);
const places = await Promise.allSettled(['ada', 'bob', 'cyd'].map((name) => school.enrol('algebra', name)));
console.log(places.filter((place) => place.status === 'fulfilled').length);

const team = { budget: 100, spent: 0 };
console.log(await Promise.all([school.order(team, 60), school.order(team, 70)]), team.spent);
