package org.sgdlimits.report;

/** How a line is drawn; with the colour it tells a series from its neighbours, also in a grey print. */
public enum Stroke {
    SOLID,
    DASHED,
    DOTTED,
    DASH_DOTTED;

    private static final Stroke[] STROKES = values();

    /** Stroke of series number {@code index} ≥ 0: it changes each time the colours of {@link Colour#of} repeat. */
    public static Stroke of(int index) {
        return STROKES[Math.floorMod(Math.floorDiv(index, Colour.values().length), STROKES.length)];
    }
}
