export function show(request, response) {
  const trains = request.timetable.after(request.url.slice(1));
  response.end(trains.join(' '));
}
