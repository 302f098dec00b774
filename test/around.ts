type Call = { name: string; given: unknown[]; ask: () => unknown };

/** The same client, and a test of what happens around each of its calls: the answer is what `instead` makes of it. */
export const around = <Client extends object>(client: Client, instead: (call: Call) => unknown): Client =>
  new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) =>
        instead({ name: String(name), given, ask: () => Reflect.apply(member, target, given) });
    },
  });
