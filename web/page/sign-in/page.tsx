import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { trpc } from '../../client.ts';
import { troubleLine, troubleOf } from '../../fault.ts';
import css from './sign-in.module.css';

/** The way in: by a link that was mailed, or by asking for one. */
export function SignIn() {
  const [token, setToken] = useState(tokenInAddress);
  useEffect(() => {
    hideToken();
    // In a tab that is here already, a link only changes what follows the #.
    const changed = () => {
      setToken(tokenInAddress());
      hideToken();
    };
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return (
    <main className={css.page}>
      <div className={css.card}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        {token ? <Enter key={token} token={token} giveUp={() => setToken('')} /> : <Ask />}
      </div>
    </main>
  );
}

/** Behind the #, so that no server and no log ever sees it. */
const tokenInAddress = (): string => location.hash.slice(1);

/** Then out of sight, and out of the history. */
function hideToken(): void {
  if (location.hash) history.replaceState(null, '', '/sign-in');
}

/** A click, and not the page's opening: what looks into mail for people opens links, and a link counts once. */
function Enter({ token, giveUp }: { token: string; giveUp: () => void }) {
  const [, go] = useLocation();
  const queryClient = useQueryClient();
  const start = useMutation(
    trpc.session.start.mutationOptions({
      onSuccess: (session) => {
        queryClient.clear();
        queryClient.setQueryData(trpc.session.current.queryKey(), session);
        go('/', { replace: true });
      },
    }),
  );
  if (start.isError)
    return (
      <Words title="This link does not work">
        <p role="alert">{troubleLine(troubleOf(start.error))}</p>
        <Button fullWidth onClick={giveUp}>
          Ask for another link
        </Button>
      </Words>
    );
  return (
    <Words title="Welcome to StockFlow">
      <p>Your link is good. One click, and this browser stays signed in.</p>
      <Button fullWidth autoFocus loading={start.isPending} onClick={() => start.mutate({ token })}>
        Sign in
      </Button>
    </Words>
  );
}

function Ask() {
  const [email, setEmail] = useState('');
  const ask = useMutation(trpc.session.requestLink.mutationOptions());
  if (ask.isSuccess)
    return (
      <Words title="Look into your mail">
        <p role="status">
          If <strong>{email}</strong> belongs to a member, a link is on its way. It works once, for{' '}
          {ask.data.validMinutes} minutes.
        </p>
        <p>
          No mail? Whoever runs this StockFlow can show you one:{' '}
          <code>npm run -s stockflow -- member link</code>
        </p>
        <Button variant="default" fullWidth onClick={() => ask.reset()}>
          Use another address
        </Button>
      </Words>
    );
  const trouble = ask.error && troubleOf(ask.error);
  return (
    <Words title="Sign in to StockFlow">
      <p>You get a link by mail. There is no password to remember, and none to lose.</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate({ email });
        }}
      >
        <TextInput
          label="Your e-mail address"
          type="email"
          autoComplete="email"
          autoFocus
          required
          value={email}
          error={
            trouble &&
            (trouble.code === 'invalid_input' ? 'Enter an address like ada@shop.example.' : trouble.sentence)
          }
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth loading={ask.isPending}>
          Send me a link
        </Button>
      </form>
      <p className={css.small}>
        Running StockFlow yourself? The first owner’s link is on the console, and{' '}
        <code>npm run -s stockflow -- member link</code> shows another.
      </p>
    </Words>
  );
}

export function Words({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1>{title}</h1>
      {children}
    </>
  );
}
