import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Card, Page } from '../../part/page.tsx';
import { say } from '../../part/toast.tsx';
import { useSession } from '../../session.tsx';

export default function Settings() {
  return (
    <Page title="Settings">
      <Card title="Company" note="Days are cut in its time zone.">
        <Company />
      </Card>
    </Page>
  );
}

function Company() {
  const { name, timeZone, currency } = useSession().company;
  const form = useForm({ name, timeZone, currency });
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.company.update.mutationOptions({
      onSuccess: (company) => {
        queryClient.setQueryData(trpc.company.get.queryKey(), company);
        void queryClient.invalidateQueries({ queryKey: trpc.session.current.queryKey() });
        form.accept();
        say('Saved.');
      },
      onError: form.refuse,
    }),
  );
  return (
    <Form
      form={form}
      needs="owner"
      submit="Save"
      isBusy={save.isPending}
      onSubmit={() => save.mutate(form.values)}
    >
      <Fields>
        <TextInput label="Name" required {...form.text('name')} />
        <TextInput label="Time zone" description="Like Europe/Berlin" required {...form.text('timeZone')} />
        <TextInput
          label="Currency"
          description="Three letters, like EUR"
          required
          {...form.text('currency')}
        />
      </Fields>
    </Form>
  );
}
