/** What an answer says beside its body. */
export type Reply = Pick<Headers, 'get' | 'set' | 'append'>;

/** Those of an answer that we write ourselves. The platform's Headers cost more than all that is set in them. */
export class ReplyHeaders implements Reply {
  /** By their names in small letters. */
  readonly all: Record<string, string> = {};

  get(name: string): string | null {
    return this.all[name.toLowerCase()] ?? null;
  }

  set(name: string, value: string): void {
    this.all[name.toLowerCase()] = value;
  }

  append(name: string, value: string): void {
    const said = this.get(name);
    this.set(name, said === null ? value : `${said}, ${value}`);
  }
}
