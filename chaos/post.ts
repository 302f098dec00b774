import { startOffice } from '../test/room/office.ts';

/** How the supplier's mail server feels. */
export type Mood = 'well' | 'later' | 'never' | 'hangs' | 'drops after data' | 'busy';

/** A mail server that counts how often each letter came. */
export async function openPost() {
  const post = {
    mood: 'well' as Mood,
    /** Breaks the lines to it. */
    cut: () => {},
    url: '',
    close: async () => {},
    delivered(): Map<number, number> {
      const counts = new Map<number, number>();
      for (const { raw } of office.delivered) {
        const id = Number(/^x-stockflow-letter: (\d+)/im.exec(raw)?.[1]);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return counts;
    },
  };
  const office = await startOffice({
    onConnect: (_, done) => done(post.mood === 'busy' ? refusal(421, 'Too busy') : undefined),
    onRcptTo(_, __, done) {
      if (post.mood === 'later') done(refusal(450, 'Mailbox busy'));
      else if (post.mood === 'never') done(refusal(550, 'No such mailbox'));
      else if (post.mood !== 'hangs') done();
    },
    async whenWhole() {
      if (post.mood === 'drops after data') post.cut();
    },
  });
  post.url = office.url;
  post.close = () => office.close();
  return post;
}

export type Post = Awaited<ReturnType<typeof openPost>>;

const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });
