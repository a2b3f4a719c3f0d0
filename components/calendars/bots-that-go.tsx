/** How many bots are canceled or recalled with a calendar or an account; nothing when there are none. */
export function BotsThatGo({ cancelled, recalled }: { cancelled: number; recalled: number }) {
  return (
    <>
      {cancelled > 0 ? <Count number={cancelled} words="scheduled bot" verb="canceled" /> : null}
      {recalled > 0 ? (
        <Count number={recalled} words="bot in a meeting" plural="bots in meetings" verb="recalled" />
      ) : null}
    </>
  );
}

function Count({
  number,
  words,
  plural = `${words}s`,
  verb,
}: {
  number: number;
  words: string;
  plural?: string;
  verb: string;
}) {
  return (
    <>
      <strong className="font-semibold text-ink">
        {number} {number === 1 ? words : plural}
      </strong>{' '}
      {number === 1 ? 'is' : 'are'} {verb}.{' '}
    </>
  );
}
