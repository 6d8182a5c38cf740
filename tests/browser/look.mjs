// What a page looks like, measured where it is drawn.

/// What reaches beyond the right edge of the window.
export const sideways = page => page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return Array.from(document.querySelectorAll('body *'), e => [e, e.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && box.right > width + 0.5)
        .map(([e, box]) => `${e.tagName.toLowerCase()}${e.id && '#' + e.id} (${Math.round(box.right)} > ${width})`);
});

/// Text under 12 px as it is drawn, SVG included; what is pressed under 24 px, buttons under 44 (links within a text are exempt,
/// WCAG 2.5.8).
export const tooSmall = page => page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const e = node.parentElement;
        if (!node.data.trim() || !e.getClientRects().length || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(e.tagName)) continue;
        let size = parseFloat(getComputedStyle(e).fontSize);
        const svg = e.closest('svg');
        if (svg) {
            const m = e.getScreenCTM();
            size *= Math.hypot(m.a, m.b);
        }
        if (size < 11.99) found.push(`“${node.data.trim().slice(0, 30)}” ${size.toFixed(1)} px`);
    }
    for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, summary')) {
        const box = e.getBoundingClientRect();
        if (!box.width || box.right < 0) continue;
        const inText = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
        const least = e.tagName === 'BUTTON' || e.classList.contains('k') ? 44 : 24;
        if (!inText && (box.height < least - 0.5 || box.width < 24)) found.push(`<${e.tagName.toLowerCase()}> “${e.innerText}” ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }
    return found;
});
