export function show(request, response) {
  if (!request.timetable) {
    response.statusCode = 503;
    response.end('not open yet');
    return;
  }
  const trains = request.timetable.after(request.url.slice(1));
  response.end(trains.join(' '));
}
