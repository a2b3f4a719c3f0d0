import { readSetup } from '@/lib/contract/operations/setup';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { howItCame } from '@/lib/http/how-it-came';
import { now } from '@/lib/platform/clock';
import { readSetup as check } from '@/lib/setup/read-setup';

const get = defineRoute(readSetup, async () => check(await howItCame(), now));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
