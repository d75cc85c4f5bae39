// SPDX-License-Identifier: GPL-2.0-or-later
import { qrCode } from '../qr.std';

/** Dark on white in every theme, because cameras expect it. Nothing when the text is too long for one. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = qrCode(text);
  if (!rows) return null;
  const size = rows.length + 8;
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
