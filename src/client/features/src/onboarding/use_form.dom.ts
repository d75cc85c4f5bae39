// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Problem } from '@alloquy/state/model.std';

export function problemOf(code: string, field: string | null = null): Problem {
  return { code, field, message: '', retryAfter: null };
}

/** A form that asks the server: one request at a time, and what went wrong stays until the next try. */
export function useForm(submit: () => Promise<Problem | null>) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);
  const busy = useRef(false);
  const form = useRef<HTMLFormElement>(null);

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setProblem(null);
    const result = await submit();
    busy.current = false;
    setPending(false);
    setProblem(result);
  };

  // After React has marked the field that is wrong, the focus goes there.
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus();
  }, [problem]);

  return { form, problem, setProblem, pending, onSubmit };
}
