import { type $ZodErrorMap, config } from 'zod/v4/core';

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const formats: Record<string, string> = {
  email: 'an e-mail address, like orders@shop.example',
  datetime: 'a time with its offset, like 2026-08-03T09:30:00Z',
  date: 'a day, like 2026-08-03',
};

const counted = (count: number | bigint, origin: string): string | undefined => {
  if (origin === 'string') return `${count} ${count === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `${count} ${count === 1 ? 'entry' : 'entries'}`;
  return undefined;
};

/** What zod found, for people: it reads on from the name of the field. Nothing is said where a schema has its own words. */
const inOurWords: $ZodErrorMap = (issue) => {
  if (issue.input === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of: ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small': {
      const least = counted(issue.minimum, issue.origin);
      if (least !== undefined)
        return Number(issue.minimum) === 1 ? 'must not be empty' : `must have at least ${least}`;
      return issue.inclusive ? `must be ${issue.minimum} or more` : `must be more than ${issue.minimum}`;
    }
    case 'too_big': {
      const most = counted(issue.maximum, issue.origin);
      if (most !== undefined) return `must have at most ${most}`;
      return issue.inclusive ? `must be ${issue.maximum} or less` : `must be less than ${issue.maximum}`;
    }
    case 'invalid_format':
      return formats[issue.format] && `must be ${formats[issue.format]}`;
    case 'invalid_union':
      return 'is of a kind that cannot be used here';
    default:
      return undefined;
  }
};

config({ customError: inOurWords });
