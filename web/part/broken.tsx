import { Component, type ReactNode } from 'react';
import { Failed } from './failed.tsx';

/** A page that breaks does not take the others with it. */
export class Broken extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failed error={this.state.error} retry={() => location.reload()} />;
  }
}
