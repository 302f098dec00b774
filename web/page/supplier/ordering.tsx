import { NumberInput, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { CollectingChoice, Foretold, TimeChoice } from '../../part/ordering-fields.tsx';
import { duration, orderingWords, type Ordering as Rules } from '../../part/ordering-words.ts';
import { Card } from '../../part/page.tsx';
import { Panel } from '../../part/panel.tsx';
import { say } from '../../part/toast.tsx';
import type { Supplier } from '../catalogue/supplier-panel.tsx';

type Policy = Output['replenishment']['policy']['forSupplier']['get'];

/** How orders to this supplier leave, and what of that is its own. */
export function Ordering({ supplier }: { supplier: Supplier }) {
  const [isOpen, open] = useState(false);
  const policy = useQuery(
    trpc.replenishment.policy.forSupplier.get.queryOptions({ supplierId: supplier.id }),
  );
  const company = useQuery(trpc.replenishment.policy.get.queryOptions());
  const isOwn = policy.data && Object.values(policy.data.override).some((value) => value !== null);
  return (
    <Card
      title="How its orders leave"
      note={policy.data && (isOwn ? <Badge tone="accent">its own rules</Badge> : 'As for all suppliers')}
      actions={
        <Act needs="owner" size="compact-sm" variant="default" onClick={() => open(true)}>
          Change
        </Act>
      }
    >
      <Loaded what="how its orders leave" rows={2} isInline query={policy}>
        {({ inForce }) =>
          orderingWords(inForce, supplier.name).map((sentence) => (
            <p key={sentence} style={{ marginBottom: '0.375rem' }}>
              {sentence}
            </p>
          ))
        }
      </Loaded>
      <Panel title={`Orders to ${supplier.name}`} isOpen={isOpen} close={() => open(false)} size="lg">
        <Loaded what="its rules" rows={2} isInline query={policy}>
          {(own) => (
            <Loaded what="the rules of the company" rows={2} isInline query={company}>
              {(all) => (
                <OwnRules policy={own} company={all} name={supplier.name} close={() => open(false)} />
              )}
            </Loaded>
          )}
        </Loaded>
      </Panel>
    </Card>
  );
}

type Props = { policy: Policy; company: Rules; name: string; close: () => void };
const SAME = '';

function OwnRules({ policy: { supplierId, override }, company, name, close }: Props) {
  const form = useForm({
    mode: override.mode ?? SAME,
    collectingSeconds: override.collectingSeconds === null ? SAME : String(override.collectingSeconds),
    opensAt: override.opensAt ?? SAME,
    closesAt: override.closesAt ?? SAME,
    dailyCap: override.dailyCap,
    isPaused: override.isPaused === null ? SAME : override.isPaused ? 'yes' : 'no',
  });
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.replenishment.policy.forSupplier.set.mutationOptions({
      onError: form.refuse,
      onSuccess: () => {
        close();
        say(`Orders to ${name} leave like this.`);
        void queryClient.invalidateQueries({ queryKey: trpc.replenishment.policy.pathKey() });
      },
    }),
  );
  const own = rulesOf(form.values);
  const hasHours = own.opensAt !== null && own.closesAt !== null;
  const inForce: Rules = {
    mode: own.mode ?? company.mode,
    collectingSeconds: own.collectingSeconds ?? company.collectingSeconds,
    opensAt: (hasHours && own.opensAt) || company.opensAt,
    closesAt: (hasHours && own.closesAt) || company.closesAt,
    dailyCap: own.dailyCap ?? company.dailyCap,
    isPaused: own.isPaused ?? company.isPaused,
  };
  return (
    <Form
      form={form}
      needs="owner"
      submit="Save"
      isBusy={save.isPending}
      cancel={close}
      onSubmit={() =>
        (own.opensAt === null) !== (own.closesAt === null)
          ? form.object(own.opensAt === null ? 'opensAt' : 'closesAt', 'Say both, or neither.')
          : save.mutate({ supplierId, ...own })
      }
    >
      <RuleFields form={form} company={company} />
      <Foretold ordering={inForce} name={name} />
    </Form>
  );
}

type Values = {
  mode: string;
  collectingSeconds: string;
  opensAt: string;
  closesAt: string;
  dailyCap: number | null;
  isPaused: string;
};

const modeOf = (mode: string): Rules['mode'] | null =>
  mode === 'automatic' || mode === 'review' ? mode : null;

const rulesOf = ({ mode, collectingSeconds, opensAt, closesAt, dailyCap, isPaused }: Values) => ({
  mode: modeOf(mode),
  collectingSeconds: collectingSeconds === SAME ? null : Number(collectingSeconds),
  opensAt: opensAt || null,
  closesAt: closesAt || null,
  dailyCap,
  isPaused: isPaused === SAME ? null : isPaused === 'yes',
});

type FieldsProps = { form: ReturnType<typeof useForm<Values>>; company: Rules };

function RuleFields({ form, company }: FieldsProps) {
  const same = (words: string) => `as for all: ${words}`;
  return (
    <>
      <Fields>
        <Select
          label="Orders leave"
          data={[
            { value: SAME, label: same(modes[company.mode]) },
            { value: 'automatic', label: modes.automatic },
            { value: 'review', label: modes.review },
          ]}
          {...form.choice('mode')}
        />
        <Select
          label="Paused"
          data={[
            { value: SAME, label: same(company.isPaused ? 'paused' : 'not paused') },
            { value: 'no', label: 'not paused' },
            { value: 'yes', label: 'paused' },
          ]}
          {...form.choice('isPaused')}
        />
      </Fields>
      <Fields>
        <TimeChoice label="From" asElse={same(company.opensAt)} {...form.choice('opensAt')} />
        <TimeChoice label="Until" isEnd asElse={same(company.closesAt)} {...form.choice('closesAt')} />
        <CollectingChoice
          label="Collect for"
          asElse={same(duration(company.collectingSeconds))}
          {...form.choice('collectingSeconds')}
        />
        <NumberInput
          label="Orders a day, at most"
          placeholder={same(String(company.dailyCap))}
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.number('dailyCap')}
        />
      </Fields>
    </>
  );
}

const modes = { automatic: 'by themselves', review: 'after approval' };
