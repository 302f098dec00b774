/** Loaded first (node --import): a process for which some time has passed. */

const laterMs = Number(process.env.LATER_MS);
const now = Date.now.bind(Date);
Date.now = () => now() + laterMs;
globalThis.Date = new Proxy(Date, {
  construct: (date, given, made) => Reflect.construct(date, given.length > 0 ? given : [date.now()], made),
});
