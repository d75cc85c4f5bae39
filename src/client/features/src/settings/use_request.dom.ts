// SPDX-License-Identifier: GPL-2.0-or-later
import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '@alloquy/state/model.std';
import { useApi } from '@alloquy/ui/app_context.dom';

export interface Request<Value> {
  readonly value: Value | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  readonly reload: () => void;
  /** What the server answered to a change, so that it needn't be asked again. */
  readonly setValue: (value: Value) => void;
}

/** `GET path` when the screen opens. What was read stays on the screen while it is read again. */
export function useRequest<Value>(path: string): Request<Value> {
  const api = useApi();
  const [value, setValue] = useState<Value | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(true);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let alive = true;
    setLoading(true);
    void api.call<Value>('GET', path).then((answer) => {
      if (!alive) return;
      setLoading(false);
      if (answer.ok) setValue(answer.value);
      setProblem(answer.ok ? null : answer.problem);
    });
    return () => {
      alive = false;
    };
  }, [api, path, turn]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { value, problem, loading, reload, setValue };
}
