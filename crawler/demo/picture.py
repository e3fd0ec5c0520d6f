"""Pictures: a path → a drawing of its own, so that no page needs another host."""

from __future__ import annotations

from hashlib import blake2b


def draw(path: str) -> str:
    """An SVG of hills under a sun; the same path always gives the same."""
    seed = blake2b(path.encode(), digest_size=6).digest()
    hue, other = seed[0] * 360 // 256, (seed[0] * 360 // 256 + 40 + seed[1] % 60) % 360
    left, right, sun = 90 + seed[2] % 60, 90 + seed[3] % 60, 30 + seed[4]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">'
        f'<rect width="320" height="180" fill="hsl({hue},45%,86%)"/>'
        f'<circle cx="{sun}" cy="52" r="22" fill="hsl({other},70%,72%)"/>'
        f'<path d="M0 {left}Q80 {left - 50} 170 {right}T320 {left}V180H0Z" '
        f'fill="hsl({hue},38%,62%)"/>'
        f'<path d="M0 {right + 30}Q110 {left} 210 {right + 34}T320 {right}V180H0Z" '
        f'fill="hsl({other},34%,46%)"/></svg>'
    )
