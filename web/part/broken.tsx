import { Component, type ReactNode } from 'react';
import { Failed } from './failed.tsx';

type Props = { at: string; children: ReactNode };

/** A page that breaks does not take the others with it. */
export class Broken extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate({ at }: Props) {
    if (at !== this.props.at && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failed error={this.state.error} retry={() => location.reload()} />;
  }
}
