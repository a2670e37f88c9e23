package org.sgdlimits.report;

/**
 * The palette of all figures: Okabe and Ito's colours, which remain distinct to colour-blind readers, with their yellow,
 * too faint for a line on white paper, replaced by a grey.
 *
 * <p>Source: M. Okabe, K. Ito, Color Universal Design (2008), https://jfly.uni-koeln.de/color/.
 */
public enum Colour {
    BLUE("#0072B2", "circle"),
    VERMILION("#D55E00", "rect"),
    GREEN("#009E73", "triangle"),
    BLACK("#000000", "diamond"),
    PURPLE("#CC79A7", "circle"),
    SKY_BLUE("#56B4E9", "rect"),
    ORANGE("#E69F00", "triangle"),
    GREY("#8A8A8A", "diamond");

    private static final Colour[] PALETTE = values();

    private final String hex;
    private final String marker;

    Colour(String hex, String marker) {
        this.hex = hex;
        this.marker = marker;
    }

    /** Colour of series number {@code index} ≥ 0; the palette repeats after its eight colours. */
    public static Colour of(int index) {
        return PALETTE[Math.floorMod(index, PALETTE.length)];
    }

    /** The sRGB value as {@code #RRGGBB}. */
    public String hex() {
        return hex;
    }

    /** Shape of the markers of this colour, in the words of ECharts. */
    String marker() {
        return marker;
    }
}
