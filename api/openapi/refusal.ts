import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { Fault, type FaultCode, type FaultDetail, isFaultCode, sentences } from '../../db/fault.ts';
import { trpcErrorOf } from '../procedure.ts';
import type { Schema } from './schema.ts';

export const faultCodes: FaultCode[] = Object.keys(sentences).filter(isFaultCode);

export const statusOf = (code: FaultCode): number => getHTTPStatusCodeFromError(trpcErrorOf(new Fault(code)));

export const codesOf = (status: number): FaultCode[] =>
  faultCodes.filter((code) => statusOf(code) === status);

type Refusal = {
  status: number;
  name: string;
  description: string;
  code: FaultCode;
  details?: FaultDetail[];
};

/** What a refusal means at each status, and the code that shows it best. */
export const refusals: Refusal[] = [
  {
    status: 400,
    name: 'BadRequest',
    description: 'Something in the request cannot be used: details name each field',
    code: 'invalid_input',
    details: [{ field: 'price', message: 'must be 0 or more, with at most two decimals, like "12.50"' }],
  },
  {
    status: 401,
    name: 'Unauthenticated',
    description: 'There is no valid API key, and nobody has signed in',
    code: 'unauthenticated',
  },
  {
    status: 403,
    name: 'Forbidden',
    description: 'The role is not enough, or a page of another site asked',
    code: 'forbidden',
  },
  {
    status: 404,
    name: 'NotFound',
    description: 'There is no such thing in your company: code says which',
    code: 'product_not_found',
  },
  {
    status: 409,
    name: 'Conflict',
    description: 'Refused by the state of things, and nothing was recorded: code says why',
    code: 'insufficient_stock',
    details: [{ field: 'quantity', message: '2 on hand', code: 'insufficient_stock', onHand: 2 }],
  },
  { status: 413, name: 'TooLarge', description: 'The body is larger than 1 MiB', code: 'payload_too_large' },
  {
    status: 415,
    name: 'UnsupportedMediaType',
    description: 'The body is not JSON',
    code: 'unsupported_media_type',
  },
  {
    status: 422,
    name: 'KeyReused',
    description: 'The Idempotency-Key was used for another request',
    code: 'idempotency_key_reused',
  },
  {
    status: 429,
    name: 'RateLimited',
    description: 'Too many requests: wait for as many seconds as Retry-After says',
    code: 'rate_limited',
  },
  {
    status: 500,
    name: 'Internal',
    description: 'Something went wrong on our side: quote request_id',
    code: 'internal',
  },
  {
    status: 503,
    name: 'Unavailable',
    description:
      'StockFlow is busy, or its database is out of reach: try again after Retry-After seconds. code says whether this may have been recorded',
    code: 'unavailable',
  },
];

/** As it stands at the REST door. */
export const faultExample = ({ code, details = [] }: Pick<Refusal, 'code' | 'details'>) => ({
  error: sentences[code],
  code,
  details: details.map(({ field, message, code, onHand }) => ({
    field,
    message,
    ...(code && { code, on_hand: onHand }),
  })),
  request_id: '0b0c6f1e-6a3f-4f0e-9d5a-2f6f2a0c7b11',
});

export const faultSchema: Schema = {
  type: 'object',
  description: 'What every refusal looks like',
  required: ['error', 'code', 'details', 'request_id'],
  properties: {
    error: { type: 'string', description: 'What is wrong and what to do about it, for people' },
    code: {
      type: 'string',
      description: `The same for programs. More may come; today: ${faultCodes.join(', ')}`,
    },
    details: {
      type: 'array',
      description: 'One entry per thing that is wrong; may be empty',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string', description: 'Where, as you named it: lines.3.quantity' },
          message: { type: 'string' },
          code: { type: 'string', description: 'Why this line was refused, where that has a code' },
          on_hand: { type: 'integer', description: 'Stock at that moment, where stock is the reason' },
          order_id: { type: 'integer', description: 'The order that is in the way, where one is' },
        },
      },
    },
    request_id: { type: 'string', description: 'The same as the header X-Request-Id' },
  },
};
