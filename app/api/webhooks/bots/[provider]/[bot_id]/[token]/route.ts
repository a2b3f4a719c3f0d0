import { takeBotReport } from '@/lib/http/take-bot-report';

type Route = { params: Promise<{ provider: string; bot_id: string; token: string }> };

/** A bot provider's reports on one bot. The token in the address is good for this bot alone. */
export async function POST(request: Request, { params }: Route): Promise<Response> {
  const { provider, bot_id: botId, token } = await params;
  return takeBotReport(request, provider, { botId, token });
}
