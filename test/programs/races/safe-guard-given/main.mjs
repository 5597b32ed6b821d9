// expect: nothing
// Near twin of buggy-guard-given: what the rules allow is taken in the same step, given back where it fails, or asked again after the wait.
import { School } from './service.mjs';

const school = new School();
school.open('algebra', 2);
const places = await Promise.allSettled(['ada', 'bob', '', 'cyd'].map((name) => school.enrol('algebra', name)));
console.log(places.filter((place) => place.status === 'fulfilled').length);

const team = { budget: 100, spent: 0 };
console.log(await Promise.all([school.order(team, 60), school.order(team, 70)]), team.spent);
console.log(await Promise.all([school.reserve(team, 20), school.reserve(team, 20), school.reserve(team, 30)]), team.spent);
