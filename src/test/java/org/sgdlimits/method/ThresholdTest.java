package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("regression")
final class ThresholdTest {

    private static String message(Runnable code) {
        return assertThrows(IllegalArgumentException.class, code::run).getMessage();
    }

    @Test
    void aFractionLiesBetweenZeroAndOne() {
        for (double fraction : new double[] {0, 1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "exit.fraction: expected a number between 0 and 1, got " + fraction,
                    message(() -> Threshold.fall("risk", fraction)));
        }
    }

    @Test
    void aLevelIsFinite() {
        for (double level : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertEquals(
                    "exit.above: expected a finite number, got " + level,
                    message(() -> Threshold.above("risk", level)));
            assertEquals(
                    "exit.below: expected a finite number, got " + level,
                    message(() -> Threshold.below("risk", level)));
        }
    }

    @Test
    void anObservableAndAKindAreGiven() {
        assertEquals(
                "exit.observable",
                assertThrows(NullPointerException.class, () -> Threshold.above(null, 1))
                        .getMessage());
        assertEquals(
                "exit",
                assertThrows(NullPointerException.class, () -> new Threshold("risk", null, 1))
                        .getMessage());
    }

    @Test
    void onlyAFallDependsOnTheStart() {
        assertEquals(-0.4, Threshold.above("m", -0.4).level(3), 0);
        assertEquals(-0.4, Threshold.below("m", -0.4).level(3), 0);
        assertEquals(0.75, Threshold.fall("m", 0.75).level(3), 0);
    }

    @Test
    void aFallStartsAboveZero() {
        Threshold threshold = Threshold.fall("M[1,1]", 0.5);
        for (double start : new double[] {0, -1, Double.NaN}) {
            assertEquals(
                    "exit.fraction: expected an observable that starts above 0, got M[1,1] = " + start
                            + " at the start; give a level with exit.above or exit.below",
                    message(() -> threshold.level(start)));
        }
    }

    @Test
    void distancesArePositiveOnTheNearSide() {
        assertEquals(0.5, Threshold.above("m", 1).distance(0.5, 1), 0);
        assertEquals(-0.5, Threshold.above("m", 1).distance(1.5, 1), 0);
        assertEquals(0.5, Threshold.below("m", 1).distance(1.5, 1), 0);
        assertEquals(-0.5, Threshold.below("m", 1).distance(0.5, 1), 0);
        assertEquals(0.25, Threshold.fall("m", 0.5).distance(1.25, 1), 0);
    }

    @Test
    void thresholdsSayWhatTheyAre() {
        assertEquals("|M| rises to 0.5", Threshold.above("|M|", 0.5).describe());
        assertEquals("risk falls to 0.25", Threshold.below("risk", 0.25).describe());
        assertEquals(
                "risk falls by 0.25 of its start", Threshold.fall("risk", 0.25).describe());
    }
}
