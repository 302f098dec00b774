import { Button, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { Link, Route, Switch, useLocation } from 'wouter';
import { queryClient } from './client.ts';
import { theme } from './look/theme.ts';
import { SignIn } from './page/sign-in/page.tsx';
import { Broken } from './part/broken.tsx';
import { Confirmation } from './part/confirm.tsx';
import { Empty } from './part/empty.tsx';
import { Frame } from './part/frame.tsx';
import { Page } from './part/page.tsx';
import { Toasts } from './part/toast.tsx';
import { pages } from './route.ts';
import { SessionDoor } from './session.tsx';

export function App() {
  return (
    // Its variables are in tone.css: what it would write into the page itself, the policy forbids.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <Switch>
          <Route path="/sign-in" component={SignIn} />
          <Route>
            <SessionDoor>
              <Frame>
                <Pages />
              </Frame>
            </SessionDoor>
          </Route>
        </Switch>
        <Confirmation />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Pages() {
  const [path] = useLocation();
  return (
    <Broken at={path}>
      <Switch>
        {pages.map(({ path, page }) => (
          <Route key={path} path={path} component={page} />
        ))}
        <Route component={Nowhere} />
      </Switch>
    </Broken>
  );
}

const Nowhere = () => (
  <Page title="Nothing here">
    <Empty
      icon="search"
      title="There is nothing at this address"
      actions={
        <Button component={Link} href="/" variant="default">
          Go to the worklist
        </Button>
      }
    >
      Perhaps it was written wrong, or what was here is gone. The pages are in the navigation.
    </Empty>
  </Page>
);
