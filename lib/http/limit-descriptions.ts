import { clientAddress } from './client-address';
import { takeRequest } from './rate-limit';

/**
 * Counts a request for the API's description, which is large and open to anyone, against the limit of its sender's address.
 * @throws UsherError rate_limited
 */
export async function limitDescriptions(request: { headers: Pick<Headers, 'get'> }): Promise<void> {
  await takeRequest('descriptions', clientAddress(request));
}
