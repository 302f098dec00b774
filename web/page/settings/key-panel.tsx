import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../client.ts';
import { Form, useForm } from '../../part/form.tsx';
import { Icon } from '../../part/icon.tsx';
import { Panel } from '../../part/panel.tsx';
import { roleOf, roleWords } from './member-panel.tsx';
import css from './settings.module.css';

type Props = { isOpen: boolean; close: () => void };

/** Makes a key, and shows it: this once. */
export function KeyPanel({ isOpen, close }: Props) {
  const [made, setMade] = useState<string | null>(null);
  const leave = () => {
    close();
    // Nothing of it stays in the page.
    setMade(null);
  };
  return (
    <Panel
      title={made ? 'Your new key' : 'What is it for?'}
      isOpen={isOpen}
      close={leave}
      isKept={made !== null}
    >
      {made ? <Made secret={made} close={leave} /> : <KeyForm made={setMade} close={leave} />}
    </Panel>
  );
}

function KeyForm({ made, close }: { made: (secret: string) => void; close: () => void }) {
  const form = useForm({ name: '', role: 'operator' });
  const queryClient = useQueryClient();
  const create = useMutation(
    trpc.company.key.create.mutationOptions({
      onError: form.refuse,
      onSuccess: ({ apiKey }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.company.key.pathKey() });
        if (apiKey === null) form.object('name', 'The answer was lost. Revoke this key and create another.');
        else made(apiKey);
      },
    }),
  );
  const { name, role } = form.values;
  return (
    <Form
      form={form}
      needs="owner"
      submit="Create key"
      isBusy={create.isPending}
      cancel={close}
      onSubmit={() => create.mutate({ name, role: roleOf(role) })}
    >
      <TextInput label="Name" placeholder="Till in the shop" required data-autofocus {...form.text('name')} />
      <Radio.Group label="It may" value={role} onChange={(chosen) => form.set('role', chosen)}>
        <Stack gap="xs" mt={4}>
          {roleWords.map(({ role, does }) => (
            <Radio key={role} value={role} label={`${role}: ${does}`} />
          ))}
        </Stack>
      </Radio.Group>
    </Form>
  );
}

function Made({ secret, close }: { secret: string; close: () => void }) {
  const [isCopied, setCopied] = useState(false);
  // There is no clipboard where a page comes without TLS: then it is chosen by hand.
  const canCopy = 'clipboard' in navigator;
  return (
    <div className={css.made}>
      <p>
        Copy it now and keep it safe: it is shown this once. Whoever has it can do in your company what its
        role allows.
      </p>
      <TextInput
        aria-label="API key"
        readOnly
        value={secret}
        onFocus={(event) => event.currentTarget.select()}
        classNames={{ input: 'mono' }}
      />
      <div className={css.foot}>
        {canCopy && (
          <Button
            leftSection={<Icon name={isCopied ? 'check' : 'copy'} size={14} />}
            onClick={() => navigator.clipboard.writeText(secret).then(() => setCopied(true))}
          >
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
        )}
        <Button variant="default" onClick={close}>
          I have it
        </Button>
      </div>
    </div>
  );
}
