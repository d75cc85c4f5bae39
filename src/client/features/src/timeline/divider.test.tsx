// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeRoom } from '@alloquy/features/shared/fake_app.dom';
import { useDivider } from './use_divider.dom';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function open(first: Parameters<typeof fakeRoom>[0]) {
  return renderHook(({ room }) => useDivider(room), { initialProps: { room: fakeRoom(first) } });
}

describe('the line of the unread', () => {
  it('stays where it was while one reads on', () => {
    const { result, rerender } = open({ readId: '5', unread: 2, lastMessageId: '7' });
    rerender({ room: fakeRoom({ readId: '7', unread: 0, lastMessageId: '7' }) });
    expect(result.current).toMatchObject({ after: '5', kept: false });
  });

  it('is not there when all was read, and goes when one says so', () => {
    expect(open({ readId: '7', unread: 0, lastMessageId: '7' }).result.current.after).toBeNull();
    const { result } = open({ readId: '5', unread: 2, lastMessageId: '7' });
    act(() => result.current.clear());
    expect(result.current.after).toBeNull();
  });

  it('comes where one marked unread, and seeing it does not make it read', () => {
    const { result, rerender } = open({ readId: '9', unread: 0, lastMessageId: '9' });
    rerender({ room: fakeRoom({ readId: '7', unread: 2, lastMessageId: '9' }) });
    expect(result.current).toMatchObject({ after: '7', kept: true });
    act(() => result.current.clear());
    expect(result.current).toMatchObject({ after: null, kept: false });
  });

  it('comes above what came while nobody looked', () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const { result, rerender } = open({ readId: '9', unread: 0, lastMessageId: '9' });
    rerender({ room: fakeRoom({ readId: '9', unread: 1, lastMessageId: '10' }) });
    expect(result.current).toMatchObject({ after: '9', kept: false });
    rerender({ room: fakeRoom({ readId: '9', unread: 2, lastMessageId: '11' }) });
    expect(result.current.after).toBe('9');
  });
});
