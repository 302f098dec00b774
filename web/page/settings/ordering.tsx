import { NumberInput, SegmentedControl, Select, Switch } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type Output, trpc } from '../../client.ts';
import { changesIn } from '../../part/edit-panel.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { CollectingChoice, Foretold, TimeChoice } from '../../part/ordering-fields.tsx';
import type { Ordering } from '../../part/ordering-words.ts';
import { Card } from '../../part/page.tsx';
import { say } from '../../part/toast.tsx';
import { planningWords } from './planning-words.ts';
import { SettingsPage } from './tabs.tsx';

type Policy = Output['replenishment']['policy']['get'];

/** How orders leave, and how much is ordered. */
export default function OrderingSettings() {
  const policy = useQuery(trpc.replenishment.policy.get.queryOptions());
  return (
    <SettingsPage note="How orders leave, and how much they ask for">
      <Loaded what="the policy" query={policy}>
        {(found) => <PolicyForm policy={found} />}
      </Loaded>
    </SettingsPage>
  );
}

type Values = ReturnType<typeof valuesOf>;

function PolicyForm({ policy }: { policy: Policy }) {
  const form = useForm(valuesOf(policy));
  const queryClient = useQueryClient();
  const supplier = useExample();
  const save = useMutation(
    trpc.replenishment.policy.update.mutationOptions({
      onError: form.refuse,
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.replenishment.policy.get.queryKey(), saved);
        void queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
        form.accept();
        say('Saved. It counts from the next order on.');
      },
    }),
  );
  const rules = policyOf(form.values, policy);
  return (
    <Form
      form={form}
      needs="owner"
      submit="Save"
      isBusy={save.isPending}
      onSubmit={() => {
        const changes = changesIn(rules, policy);
        if (Object.keys(changes).length === 0) say('Nothing was changed.');
        else save.mutate(changes);
      }}
    >
      <Card
        title="How orders leave"
        note={
          <>
            For all suppliers. One that needs rules of its own has them on{' '}
            <Link href="/catalogue/suppliers" style={{ textDecoration: 'underline' }}>
              its page
            </Link>
            .
          </>
        }
      >
        <Leaving form={form} rules={rules} name={supplier} />
      </Card>
      <Card title="How much is ordered" note={planningWords(rules)}>
        <Planning form={form} />
      </Card>
    </Form>
  );
}

/** A supplier to tell it by. */
function useExample(): string {
  const suppliers = useInfiniteQuery(
    trpc.catalogue.supplier.list.infiniteQueryOptions(
      { isActive: true, limit: 1 },
      { getNextPageParam: () => null },
    ),
  );
  return suppliers.data?.pages[0]?.items[0]?.name ?? 'Each supplier';
}

type PartProps = { form: ReturnType<typeof useForm<Values>> };

function Leaving({ form, rules, name }: PartProps & { rules: Ordering; name: string }) {
  return (
    <div style={{ display: 'grid', gap: '0.875rem' }}>
      <SegmentedControl
        aria-label="Orders leave"
        value={form.values.mode}
        onChange={(mode) => form.set('mode', mode)}
        data={[
          { value: 'automatic', label: 'By themselves' },
          { value: 'review', label: 'After your approval' },
        ]}
      />
      <Fields>
        <TimeChoice label="From" {...form.choice('opensAt')} />
        <TimeChoice label="Until" isEnd {...form.choice('closesAt')} />
        <CollectingChoice label="Collect for" {...form.choice('collectingSeconds')} />
        <NumberInput
          label="Orders a day to one supplier"
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.number('dailyCap')}
        />
      </Fields>
      <Switch label="Paused: nothing leaves by itself" {...form.flag('isPaused')} />
      <Foretold ordering={rules} name={name} />
    </div>
  );
}

function Planning({ form }: PartProps) {
  return (
    <Fields>
      <NumberInput
        label="Days until you look again"
        description="How often you go through what is to be ordered."
        min={0}
        max={90}
        allowDecimal={false}
        {...form.number('reviewDays')}
      />
      <NumberInput
        label="Days that it lasts beyond"
        description="The more, the fewer and the larger the orders."
        min={0}
        max={365}
        allowDecimal={false}
        {...form.number('targetDays')}
      />
      <NumberInput
        label="Stock lasts in so many cases of 100"
        description="The more, the more is kept in reserve."
        min={50}
        max={99}
        allowDecimal={false}
        {...form.number('servicePercent')}
      />
      <NumberInput
        label="Reserve in days"
        description="Empty: computed from the cases of 100."
        min={0}
        max={365}
        allowDecimal={false}
        {...form.number('safetyDays')}
      />
      <Select
        label="How fast things sell"
        description="Adaptive leaves out days without stock."
        data={[
          { value: 'adaptive', label: 'adaptive' },
          { value: 'mean_30', label: 'plain mean of 30 days' },
        ]}
        {...form.choice('method')}
      />
    </Fields>
  );
}

const orNone = (value: number | null): number | null => value;

const valuesOf = (policy: Policy) => ({
  mode: String(policy.mode),
  collectingSeconds: String(policy.collectingSeconds),
  opensAt: policy.opensAt,
  closesAt: policy.closesAt,
  dailyCap: orNone(policy.dailyCap),
  isPaused: policy.isPaused,
  method: String(policy.method),
  reviewDays: orNone(policy.reviewDays),
  targetDays: orNone(policy.targetDays),
  safetyDays: policy.safetyDays,
  servicePercent: orNone(policy.servicePercent),
});

/** What stands in the form; an emptied field stays as it was. */
const policyOf = (values: Values, before: Policy): Policy => ({
  mode: values.mode === 'review' ? 'review' : 'automatic',
  collectingSeconds: Number(values.collectingSeconds),
  opensAt: values.opensAt,
  closesAt: values.closesAt,
  dailyCap: values.dailyCap ?? before.dailyCap,
  isPaused: values.isPaused,
  method: values.method === 'mean_30' ? 'mean_30' : 'adaptive',
  reviewDays: values.reviewDays ?? before.reviewDays,
  targetDays: values.targetDays ?? before.targetDays,
  safetyDays: values.safetyDays,
  servicePercent: values.servicePercent ?? before.servicePercent,
});
