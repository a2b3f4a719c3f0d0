import { takeBotReport } from '@/lib/http/take-bot-report';

type Route = { params: Promise<{ provider: string }> };

/** A bot provider's reports on all its bots, which it signs. A wrong signature changes nothing. */
export async function POST(request: Request, { params }: Route): Promise<Response> {
  const { provider } = await params;
  return takeBotReport(request, provider);
}
