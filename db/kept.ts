/** Made when it is first asked for, and kept: for what there are few of. */
export function keptPer<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const kept = new Map<Key, Made>();
  return (key) => {
    const made = kept.get(key) ?? make(key);
    kept.set(key, made);
    return made;
  };
}

/** Made when it is first needed, and kept: of all that a Worker could be asked, one that has just started needs little. */
export function late<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
