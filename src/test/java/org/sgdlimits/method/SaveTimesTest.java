package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.TrainingRule;

@Tag("validation")
final class SaveTimesTest {

    private static Problem<Network> problem(Schedule rate, Horizon horizon, long dimension) {
        return Problem.of(Network.student(2, Activation.ERF).teacher(1, Activation.ERF))
                .rule(TrainingRule.plain(rate))
                .dimension(dimension)
                .until(horizon);
    }

    @Test
    void linearSavesAreAtMultiplesOfTheHorizon() {
        SaveTimes saves =
                SaveTimes.of(problem(Schedule.constant(1), Horizon.tau(1.5), 7), 100, SaveTimes.Spacing.LINEAR);
        for (int i = 0; i <= 100; i++) {
            assertEquals(i * 1.5 / 100, saves.grid()[i], 0);
        }
        // 1.5·7 = 10.5 steps: every whole step to the nearest of the last, without repetition
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, saves.steps());
        assertEquals(100 + 1 + 12 - shared(saves), saves.allTimes().length);
    }

    private static int shared(SaveTimes saves) {
        int shared = 0;
        for (double tau : saves.grid()) {
            for (double step : saves.stepTimes()) {
                shared += tau == step ? 1 : 0;
            }
        }
        return shared;
    }

    /** 0, then a constant ratio from one step to the end: 10⁶ steps at d = 1000 in seven saves are powers of ten. */
    @Test
    void logarithmicSavesHaveAConstantRatio() {
        SaveTimes saves =
                SaveTimes.of(problem(Schedule.constant(1), Horizon.steps(1_000_000), 1000), 7, SaveTimes.Spacing.LOG);
        assertArrayEquals(new long[] {0, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000}, saves.steps());
        assertEquals(1000, saves.grid()[7], 0);
        assertEquals(0.1, saves.grid()[3], 1e-16 * 2);
    }

    @Test
    void flowTimeAndTauAreInversesOfEachOther() {
        for (Schedule rate : new Schedule[] {
            Schedule.constant(0.3),
            Schedule.power(2, 5, 0.5),
            Schedule.power(2, 5, 1),
            Schedule.piecewise(new double[] {1, 3}, new double[] {1, 0.2, 4}),
            Schedule.function(tau -> 1 + 0.5 * Math.sin(tau))
        }) {
            for (double time : new double[] {1e-3, 0.7, 12}) {
                Clock clock = Clock.of(problem(rate, Horizon.flowTime(time), 100));
                double tau = clock.tau(Horizon.flowTime(time));
                // the root is found to 1e-14 of τ; the integral's own error is 1e-12 at most
                assertEquals(time, clock.flowTime(tau), 2e-12 * time, rate.describe() + " " + time);
                assertEquals(rate.integral(tau) / 2, clock.flowTime(tau), 0, "p = 2 divides the flow time");
            }
        }
    }

    @Test
    void stepsAndTauAreInversesOfEachOther() {
        for (long dimension : new long[] {3, 1000, 1_000_000_007L}) {
            Clock clock = Clock.of(problem(Schedule.constant(1), Horizon.tau(1), dimension));
            for (long step : new long[] {0, 1, 2, 999, 123_456_789L}) {
                assertEquals(step, clock.nearestStep(clock.tau(step)));
                assertEquals((double) step, clock.steps(clock.tau(step)), 0);
                assertEquals(clock.tau(step), step == 0 ? 0 : clock.tau(Horizon.steps(step)), 0);
            }
        }
    }

    /** ∫₀^∞ (1 + τ)^{-2} dτ = 1, and p = 2 halves it. */
    @Test
    void aFlowTimeThatTheRateNeverReachesIsRefused() {
        Clock clock = Clock.of(problem(Schedule.power(1, 1, 2), Horizon.tau(1), 100));
        assertEquals(
                "run.horizon.flowTime: expected a flow time that the learning rate reaches, got 0.6, but it decays too fast"
                        + " to get there; give tau or steps instead",
                assertThrows(IllegalArgumentException.class, () -> clock.tau(Horizon.flowTime(0.6)))
                        .getMessage());
    }
}
