export function requireFreePlace(course) {
  if (course.students.length >= course.limit) throw new Error(`${course.title} is full`);
}

export function isWithinBudget(team, cost) {
  return team.spent + cost <= team.budget;
}
