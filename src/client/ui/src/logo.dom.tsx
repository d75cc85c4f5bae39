// SPDX-License-Identifier: GPL-2.0-or-later
// The sign of Alloquy: a lower-case a that is a speech bubble, with a voice in it. web/public/icon.svg is the same on a ground.

export function LogoMark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg className="logo-mark" width={size} height={size} viewBox="4 4 24 24" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" strokeWidth="3.4">
        <circle cx="15" cy="15" r="7" />
        <path d="M22 8v14" />
        <path d="M10.2 20.1 8 25l5.6-3.1" />
      </g>
      <circle className="logo-voice" cx="15" cy="15" r="2.3" />
    </svg>
  );
}

export function Logo({ size = 32 }: { readonly size?: number }) {
  return (
    <span className="logo">
      <LogoMark size={size} />
      <span className="logo-word">alloquy</span>
    </span>
  );
}
