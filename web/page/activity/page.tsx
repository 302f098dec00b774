import { Button, Select } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { useActorName } from '../../actor.ts';
import { type Output, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { reasonFor } from '../../part/act.tsx';
import { Empty } from '../../part/empty.tsx';
import { ExportButton } from '../../part/export-button.tsx';
import { Page } from '../../part/page.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { useMay } from '../../session.tsx';
import { deedWords, things, thingWords } from './words.ts';

type Act = Output['company']['activity']['items'][number];

/** Who did what, newest first. */
export default function Activity() {
  const may = useMay('owner');
  return may ? (
    <Told />
  ) : (
    <Page title="Activity" note="Who did what">
      <Empty icon="activity" title="Owners see who did what">
        {reasonFor('owner')} What happened to a product stands in its history, for everybody.
      </Empty>
    </Page>
  );
}

const LIVE_MS = 30_000;

function Told() {
  const [params, setParams] = useSearchParams();
  const [actor, kind] = [params.get('actor'), params.get('kind')];
  const format = useFormat();
  const nameOf = useActorName();
  const filter = { ...(actor && { actor }), ...(kind && { kind }) };
  const acts = useInfiniteQuery(
    trpc.company.activity.infiniteQueryOptions(filter, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: LIVE_MS,
    }),
  );
  const set = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title="Activity"
      note="Who did what, newest first. What moved stock stands in the history of each product."
      tools={
        <>
          <Tools actor={actor} kind={kind} set={set} />
          <ExportButton name="activity" open={({ activity }) => activity(filter)} />
        </>
      }
    >
      <Paged
        what="activity"
        query={acts}
        empty={nothing(params.size > 0 ? () => setParams({}, { replace: true }) : null)}
      >
        {(items) => (
          <Table label="Activity" items={items} columns={columns(format, nameOf)} keyOf={({ id }) => id} />
        )}
      </Paged>
    </Page>
  );
}

type ToolsProps = {
  actor: string | null;
  kind: string | null;
  set: (name: string, value: string | null) => void;
};

const LISTED_MAX = 1000;

function Tools({ actor, kind, set }: ToolsProps) {
  const members = useQuery(trpc.company.member.list.queryOptions({ limit: LISTED_MAX }));
  const keys = useQuery(trpc.company.key.list.queryOptions({ limit: LISTED_MAX }));
  return (
    <>
      <Select
        aria-label="Who"
        placeholder="Everybody"
        clearable
        searchable
        data={[
          {
            group: 'Members',
            items: (members.data?.items ?? []).map(({ id, name }) => ({
              value: `member:${id}`,
              label: name,
            })),
          },
          {
            group: 'API keys',
            items: (keys.data?.items ?? []).map(({ id, name }) => ({ value: `key:${id}`, label: name })),
          },
        ]}
        value={actor}
        onChange={(value) => set('actor', value)}
      />
      <Select
        aria-label="What"
        placeholder="Everything"
        clearable
        data={Object.entries(things).map(([value, { one }]) => ({ value, label: one }))}
        value={kind}
        onChange={(value) => set('kind', value)}
      />
    </>
  );
}

const nothing = (reset: (() => void) | null) =>
  reset ? (
    <Empty
      icon="search"
      title="Nothing like that was done"
      actions={
        <Button variant="default" onClick={reset}>
          Show all activity
        </Button>
      }
    >
      Choose somebody else, or another kind of thing.
    </Empty>
  ) : (
    <Empty icon="activity" title="Nothing was done yet">
      What people and programs change stands here, with their names.
    </Empty>
  );

const columns = (format: Format, nameOf: (actor: string) => string): Column<Act>[] => [
  { title: 'Who', cell: ({ actor, actorName }) => <strong>{actorName ?? nameOf(actor)}</strong> },
  { title: 'Did', cell: (act) => <Deed act={act} /> },
  { title: 'With', cell: ({ summary }) => <span className="quiet">{summary}</span> },
  {
    title: 'When',
    cell: ({ at }) => (
      <time dateTime={at} title={format.moment(at)}>
        {format.relative(at)}
      </time>
    ),
    isFigure: true,
  },
];

function Deed({ act: { kind, deed, subjectId } }: { act: Act }) {
  const thing = thingWords(kind);
  const href = subjectId === null ? undefined : things[kind]?.href?.(subjectId);
  return (
    <>
      {deedWords(deed)} {href ? <Link href={href}>{thing}</Link> : thing}
    </>
  );
}
