import { findEvent } from '../google/instances';
import type { Route } from '../google/routes';
import { type Call, json, jsonBody, Refusal } from '../http';
import type { Attendance } from '../rooms/attendance';
import { roomOf } from '../rooms/room-of';
import { type Control, calendarOf, controlRoute, numberField, textField } from './context';

const NUMBERS = ['people', 'comeAfterSeconds', 'overrunMinutes'] as const;
const SWITCHES = ['noOneComes', 'noOneAdmits'] as const;

/** Returns the routes that tell who comes to a meeting, and who is in a meeting room. */
export function roomRoutes(control: Control): Route[] {
  const { world, lifecycle } = control;
  return [
    controlRoute('GET', '/calendars/:id/events/:event/attendance', (call) => {
      const key = eventKey(control, call);
      return json(world.attendance.get(key) ?? {});
    }),
    controlRoute('PUT', '/calendars/:id/events/:event/attendance', (call) => {
      const key = eventKey(control, call);
      const attendance = attendanceOf(jsonBody(call));
      if (Object.keys(attendance).length === 0) world.attendance.delete(key);
      else world.attendance.set(key, attendance);
      lifecycle.roomsChanged();
      return json(attendance);
    }),
    controlRoute('GET', '/rooms', () => json({ items: lifecycle.rooms.list() })),
    controlRoute('PUT', '/rooms', (call) => {
      const room = roomOf(textField(call, 'link'));
      const body = jsonBody(call);
      const isFree = body.people === undefined || body.people === null;
      if (isFree) world.guests.delete(room);
      else {
        world.guests.set(room, {
          fromMs: timeField(body, 'from', 0),
          untilMs: timeField(body, 'until', 8.64e15),
          people: numberField(body, 'people', 1),
          noOneAdmits: body.noOneAdmits === true,
        });
      }
      lifecycle.roomsChanged();
      return json({ room, ...(isFree ? {} : world.guests.get(room)) });
    }),
    controlRoute('POST', '/bots/leave-when-due', () => {
      const gone = lifecycle.leaveWhenDue();
      return json({
        items: gone.map(({ id, status, leaveReason }) => ({ id, status, reason: leaveReason ?? null })),
      });
    }),
  ];
}

/** Returns by which key the attendance of the path's event is stored. Throws 404 for an unknown event. */
function eventKey(control: Control, call: Call): string {
  const calendar = calendarOf(control, call);
  const event = findEvent(calendar, call.params[1] ?? '');
  if (!event) throw new Refusal(404, 'No such event in this calendar.');
  return `${calendar.id}/${event.id}`;
}

/** Returns what a body says about attendance; null stands for what is usual. Throws 400 for another type. */
function attendanceOf(body: Record<string, unknown>): Attendance {
  const attendance: Attendance = {};
  for (const name of NUMBERS) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    attendance[name] = numberField(body, name, 0);
  }
  for (const name of SWITCHES) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'boolean') throw new Refusal(400, `${name} must be true or false.`);
    attendance[name] = value;
  }
  return attendance;
}

/** Returns a time of the body in epoch milliseconds. Throws 400 for anything else. */
function timeField(body: Record<string, unknown>, name: string, otherwise: number): number {
  const value = body[name];
  if (value === undefined || value === null) return otherwise;
  const ms = Date.parse(String(value));
  if (Number.isNaN(ms)) throw new Refusal(400, `${name} is not a time.`);
  return ms;
}
