import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { client, trpc } from '../../client.ts';
import { homeOf } from '../../company.ts';
import { Loaded } from '../../part/loaded.tsx';
import { complain } from '../../part/toast.tsx';
import { Words } from './page.tsx';
import css from './sign-in.module.css';

const ofPerson = { context: { isOfPerson: true } };

/** The address names a company that is not this person's: where they are at home, or how to become somebody else. */
export function Elsewhere() {
  const session = useQuery({
    queryKey: ['companies of person'],
    queryFn: () => client.session.current.query(undefined, ofPerson),
  });
  const leave = useMutation(
    trpc.session.end.mutationOptions({
      trpc: ofPerson,
      onSuccess: () => location.assign('/sign-in'),
      onError: complain,
    }),
  );
  if (!session.data)
    return (
      <main className={css.page}>
        <Loaded what="your companies" query={session}>
          {() => null}
        </Loaded>
      </main>
    );
  const { member, companies } = session.data;
  return (
    <main className={css.page}>
      <div className={css.card}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        <Words title="This company is not yours to see">
          <p>
            There is no such company, or <strong>{member?.email ?? 'this key'}</strong> is no member of it.
            Ask one of its owners to invite you, or go on here:
          </p>
          {companies.map(({ id, name }) => (
            <Button key={id} component="a" href={`${homeOf(id)}/`} variant="default" fullWidth>
              {name}
            </Button>
          ))}
          <Button variant="subtle" fullWidth loading={leave.isPending} onClick={() => leave.mutate()}>
            Sign in as somebody else
          </Button>
        </Words>
      </div>
    </main>
  );
}
