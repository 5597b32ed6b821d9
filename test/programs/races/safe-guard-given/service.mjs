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
    course.students.push(student);
    try {
      await delay(5);
      if (student === '') throw new Error('nobody');
    } catch (error) {
      course.students = course.students.filter((name) => name !== student);
      throw error;
    }
  }

  async order(team, cost) {
    if (!isWithinBudget(team, cost)) return false;
    await delay(cost / 10);
    if (!isWithinBudget(team, cost)) return false;
    team.spent += cost;
    return true;
  }

  async reserve(team, cost) {
    if (!isWithinBudget(team, cost)) return false;
    team.spent += cost;
    await delay(5);
    if (cost === 30) team.spent -= cost;
    return cost !== 30;
  }
}
