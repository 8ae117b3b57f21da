// SVG icons on a 24-unit grid with a stroke of 1.75; `solid` parts are filled.

export const ICONS = {
  play: '<path class="solid" d="M7 4.5v15a.6.6 0 0 0 .92.5l11.4-7.5a.6.6 0 0 0 0-1L7.92 4a.6.6 0 0 0-.92.5Z"/>',
  pause: '<path class="solid" d="M6.5 4.5h3.6v15H6.5zm7.4 0h3.6v15h-3.6z"/>',
  back: '<path d="M11 7 6 12l5 5M18 7l-5 5 5 5"/>',
  forward: '<path d="m13 7 5 5-5 5M6 7l5 5-5 5"/>',
  previous:
    '<path d="M6 5v14"/><path class="solid" d="M19 5.5v13a.5.5 0 0 1-.78.42L9 12.5a.6.6 0 0 1 0-1l9.22-6.42a.5.5 0 0 1 .78.42Z"/>',
  next: '<path d="M18 5v14"/><path class="solid" d="M5 5.5v13a.5.5 0 0 0 .78.42L15 12.5a.6.6 0 0 0 0-1L5.78 5.08A.5.5 0 0 0 5 5.5Z"/>',
  loop: '<path d="M17 3l3 3-3 3"/><path d="M20 6H8a4 4 0 0 0-4 4v1M7 21l-3-3 3-3"/><path d="M4 18h12a4 4 0 0 0 4-4v-1"/>',
  zoomIn: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.8-4.8M10.5 7.8v5.4M7.8 10.5h5.4"/>',
  zoomOut: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.8-4.8M7.8 10.5h5.4"/>',
  whole: '<path d="M4 7v10M20 7v10M7 12h10M9.5 9.5 7 12l2.5 2.5M14.5 9.5 17 12l-2.5 2.5"/>',
  camera: '<rect x="3" y="6.5" width="12.5" height="11" rx="2.2"/><path d="m15.5 10.8 5-2.8v8l-5-2.8"/>',
  captions:
    '<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="M10.5 10.4a2.2 2.2 0 1 0 0 3.2M17 10.4a2.2 2.2 0 1 0 0 3.2"/>',
  picture:
    '<rect x="3" y="5" width="18" height="14" rx="2.5"/><rect class="solid" x="11.5" y="11.5" width="7" height="5" rx="1"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  down: '<path d="m6 9 6 6 6-6"/>',
  right: '<path d="m9 6 6 6-6 6"/>',
  left: '<path d="m15 6-6 6 6 6"/>',
  undo: '<path d="M8 5 4 9l4 4"/><path d="M4 9h10a6 6 0 0 1 0 12h-3"/>',
  note: '<path d="M5 4h14v11l-5 5H5z"/><path d="M14 20v-5h5M8.5 9h7M8.5 12.5h4"/>',
  eye: '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="2.8"/>',
  hide: '<path d="M4 4l16 16M9.9 5.8A9.6 9.6 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.7 3.4M6.3 7.5A15.5 15.5 0 0 0 2.5 12s3.5 6.5 9.5 6.5a9 9 0 0 0 4.5-1.2"/>',
  keyboard:
    '<rect x="2.5" y="6" width="19" height="12" rx="2"/><path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8"/>',
  search: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.8-4.8"/>',
  split: '<path d="M12 4v16M8 8l-4 4 4 4M16 8l4 4-4 4"/>',
  merge: '<path d="M4 8l4 4-4 4M20 8l-4 4 4 4M12 5v2M12 11v2M12 17v2"/>',
  upload: '<path d="M12 16V5M7.5 9 12 4.5 16.5 9M4.5 16v2.5a1.5 1.5 0 0 0 1.5 1.5h12a1.5 1.5 0 0 0 1.5-1.5V16"/>',
  download: '<path d="M12 4.5V16M7.5 12l4.5 4.5 4.5-4.5M4.5 20h15"/>',
  trash: '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13"/>',
  edit: '<path d="m4.5 19.5.9-4L16 4.9a1.5 1.5 0 0 1 2.1 0l1 1a1.5 1.5 0 0 1 0 2.1L8.5 18.6z"/>',
  sound: '<path d="M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3"/>',
  film: '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M7.5 5v14M16.5 5v14M3 9.7h4.5M3 14.3h4.5M16.5 9.7H21M16.5 14.3H21"/>',
  again: '<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3"/><path d="M17.5 2.8v4h-4"/>',
  info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8h.01"/>',
  warn: '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17h.01"/>',
  arrow: '<path d="M5 12h14M13 6l6 6-6 6"/>',
};
