/** What holds for every operation, in Markdown. */
export const INTRODUCTION = `A REST API over JSON. It is wire-compatible with MeetStream's calendar API: a client written for that one works here when its base URL changes.

**Versions.** That of the contract is in its path, \`/api/v1\`: there, fields and operations are added, and none is taken away. The version of this document is that of the Usher that answers.

**Credentials.** \`Authorization: Token <api key>\` (or \`Bearer\`). The dashboard calls the same routes with its session cookie. Without any the answer is 401, with bad ones 403; what belongs to another user is 404.

**Bodies.** JSON in UTF-8, at most 256 KiB and 32 levels deep. Where every field is optional, no body at all is fine. Unknown fields are refused, except inside \`bot_config\`, where they pass to the bot provider untouched. \`null\` for an optional field that has no meaning for null counts as absent.

**Times.** ISO 8601 with an offset, such as \`2027-03-01T09:00:00Z\` or \`2027-03-01T10:00:00+01:00\`. A time without one is refused. Answers are in UTC.

**Ids.** \`evt_…\` events and occurrences, \`bot_…\` bots, \`usr_…\` users, \`key_…\` API keys, \`cal_…\` connected accounts. An occurrence of a series is \`<series id>_<original start as YYYYMMDDTHHMMSSZ>\`, and has the same id after it is moved.

**Pages.** \`next\` and \`previous\` are cursors: send one as \`cursor\`, with the same filters. They are signed; a forged or foreign one is refused.

**Errors.** One shape: a code for programs, a sentence for people, and the request id.

**Other origins.** No page of another origin may call this API from a browser.`;
