import { setTimeout as delay } from 'node:timers/promises';
import { isWithinBudget, requireFreePlace } from './rules.mjs';

export class School {
  #courses = new Map();

  open(title, limit) {
    this.#courses.set(title, { title, limit, students: [] });
  }

  async enrol(title, student) {
    const course = this.#courses.get(title);
    requireFreePlace(course);
    await delay(5);
    // One place was left, and three have been let in.
    course.students.push(student);
  }

  async order(team, cost) {
    if (!isWithinBudget(team, cost)) return false;
    await delay(cost / 10);
    const at = new Date();
    team.spent += cost;
    return at > 0;
  }
}
