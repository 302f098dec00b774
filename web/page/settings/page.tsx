import { Autocomplete, NumberInput, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { changesIn } from '../../part/edit-panel.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { Card } from '../../part/page.tsx';
import { say } from '../../part/toast.tsx';
import { SettingsPage } from './tabs.tsx';

type Company = Output['company']['get'];

/** What counts for the whole company. */
export default function CompanySettings() {
  const company = useQuery(trpc.company.get.queryOptions());
  return (
    <SettingsPage note="What counts for the whole company">
      <Loaded what="the company" query={company}>
        {(found) => <CompanyForm company={found} />}
      </Loaded>
    </SettingsPage>
  );
}

const zones = Intl.supportedValuesOf('timeZone');
const currencies = Intl.supportedValuesOf('currency');

function CompanyForm({ company }: { company: Company }) {
  const form = useForm(valuesOf(company));
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.company.update.mutationOptions({
      onError: form.refuse,
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.company.get.queryKey(), saved);
        void queryClient.invalidateQueries({ queryKey: trpc.session.current.queryKey() });
        form.accept();
        say('Saved.');
      },
    }),
  );
  return (
    <Form
      form={form}
      needs="owner"
      submit="Save"
      isBusy={save.isPending}
      onSubmit={() => {
        const { windowDays, ...rest } = form.values;
        if (windowDays === null) return form.object('windowDays', 'Say how many days.');
        const changes = changesIn({ ...rest, windowDays }, valuesOf(company));
        return Object.keys(changes).length === 0 ? say('Nothing was changed.') : save.mutate(changes);
      }}
    >
      <Card title="Company" note="Days begin and end in its time zone; prices and costs are in its currency.">
        <Fields>
          <TextInput label="Name" required {...form.text('name')} />
          <Autocomplete
            label="Time zone"
            required
            data={zones}
            limit={50}
            value={form.values.timeZone}
            error={form.errorOf('timeZone')}
            onChange={(zone) => form.set('timeZone', zone)}
          />
          <Autocomplete
            label="Currency"
            required
            data={currencies}
            limit={50}
            value={form.values.currency}
            error={form.errorOf('currency')}
            onChange={(currency) => form.set('currency', currency.toUpperCase())}
          />
        </Fields>
      </Card>
      <LowCard form={form} />
    </Form>
  );
}

function LowCard({ form }: { form: ReturnType<typeof useForm<ReturnType<typeof valuesOf>>> }) {
  return (
    <Card title="What counts as low" note="Where neither a warehouse, a product nor its type says otherwise.">
      <Fields>
        <NumberInput
          label="Low at"
          description="Units. Empty: only what has a threshold of its own can be low, unless the switch below is on."
          min={0}
          allowDecimal={false}
          {...form.number('lowStockThreshold')}
        />
        <NumberInput
          label="Sales of so many days"
          description="How fast a product sells is taken from these."
          min={1}
          max={365}
          allowDecimal={false}
          {...form.number('windowDays')}
        />
      </Fields>
      <Switch
        mt="md"
        label="Without a threshold, go by the computed reorder point"
        description="What sells and has no threshold anywhere is low when an order placed today would just come in time."
        {...form.flag('reorderPointStandsIn')}
      />
    </Card>
  );
}

const valuesOf = ({
  name,
  timeZone,
  currency,
  lowStockThreshold,
  windowDays,
  reorderPointStandsIn,
}: Company) => ({
  name,
  timeZone,
  currency,
  lowStockThreshold,
  windowDays,
  reorderPointStandsIn,
});
