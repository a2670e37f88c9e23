package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hipparchus.analysis.integration.RombergIntegrator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class ScheduleTest {

    /** Romberg's method at 1e-12, another rule than any behind the schedules. */
    private static double integral(Schedule schedule, double from, double to) {
        return new RombergIntegrator(1e-12, 1e-14, 4, 20).integrate(1 << 22, schedule::rate, from, to);
    }

    @Test
    void powerDecayIntegratesToItsClosedFormForEveryExponent() {
        for (double exponent : new double[] {0, 0.3, 0.5, 1 - 1e-9, 1, 1 + 1e-9, 2, 3.5}) {
            Schedule schedule = Schedule.power(0.7, 2.5, exponent);
            for (double tau : new double[] {1e-3, 1, 40}) {
                double expected = integral(schedule, 0, tau);
                assertEquals(expected, schedule.integral(tau), 1e-11 * expected, exponent + " " + tau);
            }
        }
    }

    /** ∫ 0.7 (1 + τ/2.5)^{-1} = 0.7·2.5·log(1 + τ/2.5). */
    @Test
    void powerDecayOfExponentOneIntegratesToALogarithm() {
        assertEquals(1.75 * Math.log(5), Schedule.power(0.7, 2.5, 1).integral(10), 1e-15);
    }

    @Test
    void piecewiseRateIntegratesPieceByPiece() {
        Schedule schedule = Schedule.piecewise(new double[] {1, 3}, new double[] {0.5, 0.25, 2});
        assertEquals(0.2, schedule.integral(0.4), 0);
        assertEquals(0.5, schedule.integral(1), 0);
        assertEquals(0.75, schedule.integral(2), 0);
        assertEquals(1, schedule.integral(3), 0);
        assertEquals(5, schedule.integral(5), 0);
        assertEquals(0.25, schedule.rate(1), 0);
        assertEquals(2, schedule.rate(3), 0);
        assertArrayEquals(new double[] {1, 3}, schedule.jumps());
    }

    @Test
    void functionIsIntegratedToRounding() {
        Schedule schedule = Schedule.function(tau -> 1 + 0.5 * Math.sin(tau));
        double expected = 7 + 0.5 * (1 - Math.cos(7));
        assertEquals(expected, schedule.integral(7), 1e-12 * expected);
        assertEquals(0, schedule.integral(0), 0);
    }
}
