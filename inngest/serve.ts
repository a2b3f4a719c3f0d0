import { serve as serveNext } from 'inngest/next';
import { inngest } from './client';
import { functions } from './functions';

/** The route handlers that an Inngest server calls. */
export const handlers = serveNext({ client: inngest, functions });
