import { z } from 'zod';

// Zod tries `eval` when a schema is made, which the Content-Security-Policy of the pages refuses, and reports. Import this first.
z.config({ jitless: true });
