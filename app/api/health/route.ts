/** Whether this process lives: for who restarts it when it does not. It asks no one, so that an outage restarts nothing. */
export function GET(): Response {
  return Response.json({ ok: true });
}
