package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ColourScaleTest {

    /**
     * Linear RGB as seen with normal vision and by protanopes, deuteranopes and tritanopes: G. Machado, M. Oliveira,
     * L. Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE TVCG 15 (2009), severity 1.
     */
    private static final List<double[][]> VISIONS = List.of(
            new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            new double[][] {
                {0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}
            },
            new double[][] {
                {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
            },
            new double[][] {
                {1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}
            });

    private static final List<String> COLOURS = IntStream.rangeClosed(0, 200)
            .mapToObj(i -> new ColourScale(0, 200).hex(i))
            .toList();

    /** The CIE lightness L* rises over every twentieth of the scale; one unit is about the least the eye tells apart. */
    @Test
    @Tag("validation")
    void lightnessGrowsWithTheValueForEveryKindOfColourVision() {
        for (double[][] vision : VISIONS) {
            for (int i = 10; i <= 200; i += 10) {
                double step = lightness(COLOURS.get(i), vision) - lightness(COLOURS.get(i - 10), vision);
                assertTrue(step > 1, "L* grows by " + step + " up to " + COLOURS.get(i));
            }
        }
    }

    /** WCAG 2.1 asks for 4.5; the better of black and white has √(1.05/0.05) = 4.58 at the worst. */
    @Test
    @Tag("validation")
    void textContrastsWithEveryColour() {
        for (String colour : COLOURS) {
            double ink = ColourScale.luminance(ColourScale.ink(colour).equals("#000") ? "#000000" : "#ffffff");
            double background = ColourScale.luminance(colour);
            double contrast = (Math.max(ink, background) + 0.05) / (Math.min(ink, background) + 0.05);
            assertTrue(contrast >= Math.sqrt(21), colour + ": " + contrast);
        }
    }

    @Test
    @Tag("regression")
    void theEndsAndTheMiddleAreStops() {
        assertEquals("#440154", COLOURS.get(0));
        assertEquals("#21918c", COLOURS.get(100));
        assertEquals("#fde725", COLOURS.get(200));
    }

    @Test
    @Tag("regression")
    void equalValuesHaveTheMiddleColour() {
        for (double value : new double[] {0, 2, -1e300}) {
            assertEquals(
                    "#21918c", ColourScale.over(new double[] {value, value}).hex(value));
        }
        assertEquals(new ColourScale(0, 1), ColourScale.over(new double[0]));
    }

    private static double lightness(String hex, double[][] vision) {
        int rgb = Integer.parseInt(hex.substring(1), 16);
        double[] linear = {linear(rgb >> 16), linear(rgb >> 8 & 0xff), linear(rgb & 0xff)};
        double[] weights = {0.2126, 0.7152, 0.0722};
        double luminance = 0;
        for (int row = 0; row < 3; row++) {
            double seen = 0;
            for (int column = 0; column < 3; column++) {
                seen += vision[row][column] * linear[column];
            }
            luminance += weights[row] * Math.min(1, Math.max(0, seen));
        }
        return luminance > 216.0 / 24389 ? 116 * Math.cbrt(luminance) - 16 : 24389.0 / 27 * luminance;
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
