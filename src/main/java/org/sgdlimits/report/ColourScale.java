package org.sgdlimits.report;

import java.util.Arrays;
import java.util.List;

/**
 * Colours of the values from min to max, dark to light: viridis at nine equidistant stops, linear in sRGB between them.
 * Lightness grows with the value, so that order survives a grey print and every kind of colour blindness.
 *
 * <p>Source: S. van der Walt, N. Smith, the colormap viridis of matplotlib 2.0 (2015, CC0).
 *
 * @param min value of the first stop
 * @param max value of the last stop, above min
 */
record ColourScale(double min, double max) {

    /** The colours from min to max as {@code #rrggbb}. */
    static final List<String> STOPS =
            List.of("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725");

    /** Black and white contrast equally with a colour of this luminance L: (L + 0.05)/0.05 = 1.05/(L + 0.05). */
    private static final double EQUAL_CONTRAST = Math.sqrt(0.05 * 1.05) - 0.05;

    /** The scale that just holds these finite values; equal ones get its middle, none the unit interval. */
    static ColourScale over(double[] values) {
        double min = Arrays.stream(values).min().orElse(0);
        double max = Arrays.stream(values).max().orElse(1);
        // A range within rounding of its ends has no ticks that could be told apart.
        if (max - min <= 1e-9 * Math.max(Math.abs(min), Math.abs(max))) {
            double half = min == 0 ? 0.5 : 0.5 * Math.abs(min);
            return new ColourScale(min - half, max + half);
        }
        return new ColourScale(min, max);
    }

    /** The colour of a value between min and max. */
    String hex(double value) {
        // Halves, because max − min may overflow.
        double place = (0.5 * value - 0.5 * min) / (0.5 * max - 0.5 * min) * (STOPS.size() - 1);
        int below = (int) Math.min(Math.max(place, 0), STOPS.size() - 2);
        int[] from = channels(STOPS.get(below));
        int[] to = channels(STOPS.get(below + 1));
        StringBuilder hex = new StringBuilder("#");
        for (int c = 0; c < 3; c++) {
            hex.append(String.format("%02x", Math.round(from[c] + (place - below) * (to[c] - from[c]))));
        }
        return hex.toString();
    }

    /** Black or white, whichever contrasts more with a background. */
    static String ink(String background) {
        return luminance(background) > EQUAL_CONTRAST ? "#000" : "#fff";
    }

    /** Relative luminance of a colour, from 0 (black) to 1 (white), as WCAG 2.1 defines it. */
    static double luminance(String hex) {
        int[] channels = channels(hex);
        return 0.2126 * linear(channels[0]) + 0.7152 * linear(channels[1]) + 0.0722 * linear(channels[2]);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static int[] channels(String hex) {
        int rgb = Integer.parseInt(hex.substring(1), 16);
        return new int[] {rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff};
    }
}
