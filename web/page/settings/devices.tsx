import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import { confirm } from '../../part/confirm.tsx';
import { Empty } from '../../part/empty.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { type Column, Table } from '../../part/table.tsx';
import { complain, say } from '../../part/toast.tsx';
import { useSession } from '../../session.tsx';
import { SettingsPage } from './tabs.tsx';

type Device = Output['session']['devices']['items'][number];

/** Where the person is signed in. */
export default function Devices() {
  const { member } = useSession();
  return member ? (
    <Own />
  ) : (
    <SettingsPage note="Where you are signed in">
      <Empty icon="key" title="An API key has no devices">
        You are here with an API key. Sign in as a person to see where you are signed in.
      </Empty>
    </SettingsPage>
  );
}

function Own() {
  const format = useFormat();
  const devices = useQuery(trpc.session.devices.queryOptions());
  const { end, endAll } = useEnding();
  const others = (devices.data?.items ?? []).filter(({ isCurrent }) => !isCurrent);
  return (
    <SettingsPage
      note="Where you are signed in. One that you do not know: sign it out."
      actions={
        others.length > 0 && (
          <Button variant="default" color="red" onClick={() => void endAll()}>
            Sign out everywhere
          </Button>
        )
      }
    >
      <Loaded what="your devices" rows={3} query={devices}>
        {({ items }) => (
          <Table label="Your devices" items={items} columns={columns(format, end)} keyOf={({ id }) => id} />
        )}
      </Loaded>
    </SettingsPage>
  );
}

function useEnding() {
  const queryClient = useQueryClient();
  const end = useMutation(
    trpc.session.endDevice.mutationOptions({
      onError: complain,
      onSuccess: () => {
        say('That device is signed out.');
        void queryClient.invalidateQueries({ queryKey: trpc.session.devices.queryKey() });
      },
    }),
  );
  const everywhere = useMutation(
    trpc.session.endAll.mutationOptions({
      onError: complain,
      onSuccess: () => location.assign('/sign-in'),
    }),
  );
  return {
    end: ({ id }: Device) => end.mutate({ deviceId: id }),
    async endAll() {
      const isSure = await confirm({
        title: 'Sign out everywhere?',
        text: 'Here as well. You get back in with a link to your address.',
        yes: 'Sign out everywhere',
        isDangerous: true,
      });
      if (isSure) everywhere.mutate();
    },
  };
}

const columns = (format: Format, end: (device: Device) => void): Column<Device>[] => [
  {
    title: 'Device',
    cell: ({ device, isCurrent }) => (
      <>
        <strong>{device}</strong> {isCurrent && <Badge tone="accent">this one</Badge>}
      </>
    ),
  },
  { title: 'Signed in', cell: ({ createdAt }) => format.moment(createdAt) },
  { title: 'Last seen', cell: ({ lastSeenAt }) => format.relative(lastSeenAt) },
  {
    title: '',
    isFigure: true,
    cell: (device) =>
      !device.isCurrent && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          aria-label={`Sign out ${device.device}`}
          onClick={() => end(device)}
        >
          Sign out
        </Button>
      ),
  },
];
