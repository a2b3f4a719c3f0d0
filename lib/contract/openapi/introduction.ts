/** What holds for every operation, in Markdown. */
export const INTRODUCTION = `A REST API over JSON. It is wire-compatible with MeetStream's calendar API: a client written for that one works here when its base URL changes.

**Versioning.** The API version is in the path, \`/api/v1\`. Within a version, fields and operations are added, never removed. This document has the version of the Usher that serves it.

**Authentication.** Send \`Authorization: Token <api key>\` (or \`Bearer\`). The dashboard calls the same routes with its session cookie. Missing credentials return 401, invalid ones 403. Another user's resources return 404.

**Bodies.** JSON in UTF-8, at most 256 KiB and 32 levels deep, without NUL and without half a surrogate pair. Where every field is optional, the body can be left out. Unknown fields are refused, except inside \`bot_config\`, which goes to the bot provider unchanged. \`null\` counts as absent for an optional field that gives null no meaning.

**Times.** ISO 8601 with an offset, such as \`2027-03-01T09:00:00Z\` or \`2027-03-01T10:00:00+01:00\`. A time without an offset, or before 1970, is refused. Responses are in UTC.

**IDs.** \`evt_…\` events and occurrences, \`bot_…\` bots, \`usr_…\` users, \`key_…\` API keys, \`cal_…\` connected accounts. The ID of an occurrence in a series is \`<series id>_<original start as YYYYMMDDTHHMMSSZ>\`, and stays the same when the occurrence moves.

**Pagination.** \`next\` and \`previous\` are cursors: send one as \`cursor\`, with the same filters. Cursors are signed; forged ones and those of other users are refused.

**Errors.** Every error has the same shape: a code for programs, a sentence for people, and the request ID. The response 400 of each operation lists the rules that its schemas cannot express. A request that the schemas accept is refused for no others.

**CORS.** Pages of other origins cannot call this API from a browser.`;
