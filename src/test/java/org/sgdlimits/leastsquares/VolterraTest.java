package org.sgdlimits.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.model.Schedule;

/** Validation: closed forms, SciPy and mpmath; regression where so tagged. */
final class VolterraTest {

    private static double[] grid(double end, int points) {
        double[] times = new double[points + 1];
        Arrays.setAll(times, i -> end * i / points);
        return times;
    }

    /** 10⁻⁹ is what the recursion and the quadrature are asked for, the closed form is exact up to rounding; claimed: 10⁻⁸. */
    @Test
    @Tag("validation")
    void threeWaysAgree() {
        for (double ridge : new double[] {0, 0.05}) {
            VolterraEquation equation = VolterraEquation.of(Spectra.wide(100, ridge));
            double rate = 0.7 * equation.threshold();
            double[] times = grid(20, 200);
            VolterraSolution modes = ModeRecursion.solve(equation, Schedule.constant(rate), times, 1e-10);
            VolterraSolution convolution = ConvolutionQuadrature.solve(equation, u -> rate, 20 * rate, 200, 1e-10);
            ResolventForm closed = ResolventForm.of(equation, rate);
            for (int i = 0; i < times.length; i++) {
                double[] exact = closed.at(times[i] * rate);
                for (int o = 0; o < exact.length; o++) {
                    String where = "ridge " + ridge + ", time " + times[i] + ", observable " + o;
                    assertEquals(exact[o], modes.values()[i][o], 1e-8 * exact[o], where);
                    assertEquals(exact[o], convolution.values()[i][o], 1e-8 * exact[o], where);
                }
            }
        }
    }

    /** Three modes, n = 6. References: SciPy's DOP853 on the equations of the second moments, rtol 10⁻¹³, written from THEORY §7. */
    private static final SpectralMeasure THREE = new SpectralMeasure(
            6,
            0,
            new double[] {0.2, 1, 3},
            new double[] {1, 1, 1},
            new double[] {1, -2, 0.5},
            new double[3],
            0.7,
            List.of(new QuadraticRisk(
                    "other",
                    new double[] {0.5, 1, 2},
                    y -> 1 + 0.5 * (0.5 * y[0] * y[0] + y[1] * y[1] + 2 * y[2] * y[2]))));

    @Test
    @Tag("validation")
    void schedulesAgreeWithAnIndependentIntegration() {
        Schedule power = Schedule.power(0.4, 2, 0.5);
        double[][] expected = {
            {2.825, 3.5},
            {2.111072054168719, 2.811065795708774},
            {1.1047262318036015, 1.8361045617900285},
            {0.49663422045519934, 1.214554952936455}
        };
        check(expected, ModeRecursion.solve(VolterraEquation.of(THREE), power, new double[] {0, 0.5, 2, 7}, 1e-11));
        Schedule piecewise = Schedule.piecewise(new double[] {1}, new double[] {0.3, 0.1});
        double[][] jump = {
            {2.2042106768176306, 2.909368473086505},
            {1.7546215997325145, 2.4753912216016687},
            {1.370358029790299, 2.11404353550661},
            {1.110020109469665, 1.8604148493118142}
        };
        check(jump, ModeRecursion.solve(VolterraEquation.of(THREE), piecewise, new double[] {0.5, 1, 2.5, 4}, 1e-11));
    }

    /** 10⁻¹⁰: ten times the tolerance that both sides were asked for. */
    private static void check(double[][] expected, VolterraSolution solution) {
        assertTrue(solution.outcome().isCompleted());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], solution.values()[i], 1e-10 * expected[i][0]);
        }
    }

    /** A schedule in the quadrature is a function of flow time: γ = 0.4(1 + t/2)^{−1/2} is
     * 0.4/(1 + u/1.6) of u = 1.6(√(1 + t/2) − 1). */
    @Test
    @Tag("validation")
    void theQuadratureFollowsASchedule() {
        VolterraEquation equation = VolterraEquation.of(THREE);
        double end = Schedule.power(0.4, 2, 0.5).integral(7);
        VolterraSolution solution = ConvolutionQuadrature.solve(equation, u -> 0.4 / (1 + u / 1.6), end, 16, 1e-10);
        assertTrue(solution.outcome().isCompleted());
        assertEquals(0.49663422045519934, solution.values()[16][0], 1e-9);
        assertEquals(1.214554952936455, solution.values()[16][1], 1e-9);
    }

    /** Roots of the cubic (p_1 − z)(p_2 − z)(p_3 − z) = γ Σ…, mpmath with 40 digits. */
    @Test
    @Tag("validation")
    void secularRootsAgreeWithThoseOfThePolynomial() {
        List<SecularEquation.Root> roots =
                SecularEquation.of(VolterraEquation.of(THREE), 0.4).roots();
        double[] expected = {0.3968676528777733, 1.9219927486570723, 5.411806265131821};
        for (int i = 0; i < 3; i++) {
            assertEquals(expected[i], roots.get(i).value(), 4 * Math.ulp(expected[i]));
        }
    }

    /** One mode without floor: 𝓛 = 𝓛(0) e^{−(2σ − γσ²/n)u}, γ on both sides of the threshold 2n/σ. */
    @Test
    @Tag("validation")
    void oneModeDecaysOrGrowsExponentially() {
        SpectralMeasure one = SpectralMeasure.of(4, new double[] {0.5}, new double[] {1}, new double[] {2}, 0);
        VolterraEquation equation = VolterraEquation.of(one);
        assertEquals(16, equation.threshold(), 1e-14);
        for (double rate : new double[] {3, 15, 20}) {
            double exponent = rate * (1 - rate / 16);
            VolterraSolution solution =
                    ModeRecursion.solve(equation, Schedule.constant(rate), new double[] {0, 0.1, 1, 3}, 1e-11);
            ResolventForm closed = ResolventForm.of(equation, rate);
            assertEquals(exponent, DecayRates.of(equation).decay(rate), 1e-13 * rate);
            for (int i = 0; i < 4; i++) {
                double t = new double[] {0, 0.1, 1, 3}[i];
                double exact = Math.exp(-exponent * t);
                assertEquals(exact, solution.loss()[i], 1e-9 * exact);
                assertEquals(exact, closed.at(rate * t)[0], 1e-12 * exact);
            }
        }
    }

    /** The error falls with the tolerance, down to 10⁻¹¹; the closed form is the reference. */
    @Test
    @Tag("validation")
    void theErrorFollowsTheTolerance() {
        VolterraEquation equation = VolterraEquation.of(Spectra.wide(100, 0));
        double rate = 0.5 * equation.threshold();
        ResolventForm closed = ResolventForm.of(equation, rate);
        double[] times = grid(50, 500);
        for (double tolerance : new double[] {1e-4, 1e-6, 1e-8, 1e-10}) {
            double[] loss = ModeRecursion.solve(equation, Schedule.constant(rate), times, tolerance)
                    .loss();
            for (int i = 0; i < times.length; i++) {
                double exact = closed.loss().at(rate * times[i]);
                // 1/(1 − γ∫𝒦) = 2 bounds what a defect can grow to
                assertEquals(exact, loss[i], 2 * tolerance * exact, "tolerance " + tolerance + " time " + times[i]);
            }
        }
    }

    /** A column of ones with b = 1, n = 200: 𝓛 = 100 e^{−200t} at γ = 1, which underflows at epoch 3.6. */
    @Test
    @Tag("validation")
    void aLossThatUnderflowsReachesTheEnd() {
        SpectralMeasure ones = SpectralMeasure.of(200, new double[] {200}, new double[] {1}, new double[] {1}, 0);
        double[] times = {0, 0.5, 1, 3, 3.6, 5};
        for (double tolerance : new double[] {1e-6, 1e-10, 1e-12}) {
            VolterraSolution solution =
                    ModeRecursion.solve(VolterraEquation.of(ones), Schedule.constant(1), times, tolerance);
            assertTrue(
                    solution.outcome().isCompleted(), () -> solution.outcome().message());
            for (int i = 0; i < times.length; i++) {
                double exact = 100 * Math.exp(-200 * times[i]);
                // 1/(1 − γ∫𝒦) = 2; rounding of exponents up to 600, and of every step
                assertEquals(
                        exact,
                        solution.loss()[i],
                        (2 * tolerance + 1e-11) * exact + Double.MIN_NORMAL,
                        "t = " + times[i]);
            }
        }
    }

    /** h γ𝒦(0) ≤ 1 would take 10⁷ points, and more than an int holds. */
    @Test
    @Tag("regression")
    void aModeTooFastForTheQuadratureIsAWorkLimit() {
        for (double[] fast : new double[][] {{1e6, 10}, {1e7, 1000}}) {
            VolterraEquation equation = VolterraEquation.of(
                    SpectralMeasure.of(1, new double[] {fast[0]}, new double[] {1}, new double[] {1}, 0));
            VolterraSolution solution = ConvolutionQuadrature.solve(equation, u -> 1e-6, fast[1], 10, 1e-8);
            assertEquals(Outcome.Kind.WORK_LIMIT, solution.outcome().kind());
            assertEquals(0, solution.values().length);
            assertEquals(
                    "the convolution quadrature resolves the fastest modes only with more than 4194304 points; the mode"
                            + " recursion copes with fast modes",
                    solution.outcome().message());
        }
    }

    @Test
    @Tag("regression")
    void aDivergentRateReturnsWhatWasComputed() {
        VolterraEquation equation = VolterraEquation.of(Spectra.wide(30, 0));
        double rate = 3 * equation.threshold();
        VolterraSolution solution = ModeRecursion.solve(equation, Schedule.constant(rate), grid(1, 1000), 1e-8);
        assertEquals(Outcome.Kind.DIVERGED, solution.outcome().kind());
        assertTrue(solution.values().length > 1 && solution.values().length < 1001);
        assertTrue(solution.outcome().message().contains("loss reached"));
    }

    @Test
    @Tag("regression")
    void theThresholdItselfHasNoClosedForm() {
        VolterraEquation equation = VolterraEquation.of(Spectra.wide(30, 0));
        var error =
                assertThrows(IllegalArgumentException.class, () -> ResolventForm.of(equation, equation.threshold()));
        assertTrue(error.getMessage().startsWith("training.learningRate: expected a rate other than"));
    }
}
