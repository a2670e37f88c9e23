package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.KrylovSpectrum;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.SymmetricOperator;
import org.sgdlimits.model.TrainingRule;

/** Validation: a covariance known by its products against its eigenvalues. */
@Tag("validation")
final class KrylovSpectrumTest {

    private static final int D = 400;
    private static final Covariance COVARIANCE = ResolventTest.powerLaw(D, 0.5);
    private static final Spectrum SPECTRUM = COVARIANCE.spectrum(D);
    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(3).withReplicas(1).withThreads(1);
    private static final SymmetricOperator PRODUCT = (v, out) -> Arrays.setAll(out, i -> SPECTRUM.eigenvalue(i) * v[i]);

    private static Problem<ObjectiveModel> problem(Covariance covariance, Start start) {
        return new Problem<>(
                ResolventTest.LOGISTIC.withCovariance(covariance), TrainingRule.plain(0.5), D, start, Horizon.tau(3));
    }

    private static final double[][] VECTORS = StartVectors.of(problem(COVARIANCE, Start.random(1)), 1, 0);
    private static final double[][] STUDENT = {VECTORS[0]};
    private static final double[][] TEACHER = {VECTORS[1]};

    /** In K's eigenbasis a probe of ones has exactly the trace. */
    private static KrylovSpectrum krylov(int steps) {
        double[] ones = new double[D];
        Arrays.fill(ones, 1);
        return KrylovSpectrum.of(PRODUCT, STUDENT, TEACHER, new double[][] {ones}, steps);
    }

    /** u_aᵀ K^j u_b and tr K^j/d for j ≤ 2m − 1, relative to λ_max^j. */
    @Test
    void itsMomentsAreExactToDegreeTwiceTheStepsLessOne() {
        int steps = 6;
        KrylovSpectrum krylov = krylov(steps);
        Spectrum nodes = krylov.covariance().spectrum(D);
        double[][][] gram = ((Start.Blocks) krylov.start()).gram();
        for (int power = 0; power <= 2 * steps - 1; power++) {
            double scale = Math.pow(SPECTRUM.eigenvalue(0), power);
            assertEquals(SPECTRUM.trace(power) / scale, nodes.trace(power) / scale, 1e-13, "trace " + power);
            for (int a = 0; a < 2; a++) {
                for (int b = 0; b < 2; b++) {
                    double exact = 0;
                    double seen = 0;
                    for (int i = 0; i < D; i++) {
                        exact += Math.pow(SPECTRUM.eigenvalue(i), power) * VECTORS[a][i] * VECTORS[b][i];
                    }
                    for (int i = 0; i < gram.length; i++) {
                        seen += Math.pow(nodes.eigenvalue(i), power) * gram[i][a][b];
                    }
                    assertEquals(exact / scale, seen / scale, 1e-13, "power " + power);
                }
            }
        }
    }

    private static double gap(Trajectory expected, Trajectory actual) {
        assertTrue(actual.outcome().isCompleted(), actual.outcome().message());
        double worst = 0;
        for (String observable : expected.observables()) {
            worst = Math.max(
                    worst,
                    Math.abs(expected.last(observable).mean()
                            - actual.last(observable).mean()));
        }
        return worst;
    }

    /** Errors at m = 3, 4 … 7 fall by a factor of 5 each at least (2e-3 to 1e-11); at m = 12 the flow is that of the eigenvalues to 1e-9. */
    @Test
    void theFlowOnItsNodesIsThatOfTheEigenvalues() {
        RunSettings fine = SETTINGS.withOdeTolerance(1e-13);
        Trajectory exact = new Ode().solve(problem(COVARIANCE, Start.vectors(STUDENT, TEACHER)), fine);
        double last = Double.POSITIVE_INFINITY;
        for (int steps = 3; steps <= 7; steps++) {
            KrylovSpectrum krylov = krylov(steps);
            double gap = gap(exact, new Ode().solve(problem(krylov.covariance(), krylov.start()), fine));
            assertTrue(gap < last / 5, steps + ": " + gap + " after " + last);
            last = gap;
        }
        KrylovSpectrum krylov = krylov(12);
        Problem<ObjectiveModel> problem = problem(krylov.covariance(), krylov.start());
        assertEquals(0, gap(exact, new Ode().solve(problem, fine)), 1e-9);
        assertEquals(0, gap(exact, new Resolvent().solve(problem, SETTINGS)), 1e-8);
    }

    /** Random signs in a basis that is not K's: the trace to 5 standard errors, √(2 Σ_{i≠j} K_ij²/probes)/d (6e-7 false alarms). */
    @Test
    void randomProbesEstimateTheTrace() {
        double[] direction = new double[D];
        Arrays.fill(direction, 1 / Math.sqrt(D));
        double strength = 0.3 * D;
        // K = I + s w wᵀ with w = 1/√d: off-diagonal entries s/d
        SymmetricOperator operator = (v, out) -> {
            double product = 0;
            for (int i = 0; i < D; i++) {
                product += direction[i] * v[i];
            }
            double along = strength * product;
            Arrays.setAll(out, i -> v[i] + along * direction[i]);
        };
        int probes = 50;
        KrylovSpectrum krylov =
                KrylovSpectrum.of(operator, STUDENT, TEACHER, KrylovSpectrum.rademacher(D, probes, 1), 4);
        double error = Math.sqrt(2.0 * D * (D - 1) * Math.pow(strength / D, 2) / probes) / D;
        assertEquals(1 + strength / D, krylov.covariance().spectrum(D).trace(1), 5 * error);
    }

    /** Students at zero, and a space that ends early: three eigenvalues are three nodes. */
    @Test
    void dependentVectorsAndSmallSpacesAreNoObstacle() {
        SymmetricOperator three = (v, out) -> Arrays.setAll(out, i -> (i % 3) * v[i]);
        KrylovSpectrum krylov = KrylovSpectrum.of(
                three, new double[][] {new double[D], VECTORS[1]}, TEACHER, KrylovSpectrum.rademacher(D, 1, 1), 10);
        Spectrum nodes = krylov.covariance().spectrum(D);
        assertEquals(6, nodes.blocks());
        for (int b = 0; b < nodes.blocks(); b++) {
            assertEquals(2 - b % 3, nodes.eigenvalue(b), 1e-12);
        }
    }

    @Test
    void whatItCannotDoIsRefused() {
        KrylovSpectrum krylov = krylov(4);
        Problem<ObjectiveModel> problem = problem(krylov.covariance(), krylov.start());
        String measure = "covariance: expected eigenvalues with whole multiplicities, got a spectral measure";
        refuses(measure, () -> new RawSgd().solve(problem, SETTINGS));
        refuses(measure, () -> new HomogenizedSgd(0.1).solve(problem, SETTINGS));
        refuses(measure, () -> new ReducedSgd().solve(problem, SETTINGS));
        refuses("start: expected the overlaps of " + D + " blocks", () -> problem(COVARIANCE, krylov.start()));
        refuses(
                "krylov: expected vectors of one length",
                () -> KrylovSpectrum.of(PRODUCT, STUDENT, TEACHER, new double[][] {{1}}, 3));
        refuses(
                "krylov: expected vectors, probes and steps",
                () -> KrylovSpectrum.of(PRODUCT, STUDENT, TEACHER, TEACHER, 0));
        refuses(
                "covariance: node 1: expected an eigenvalue and a weight >= 0",
                () -> KrylovSpectrum.of((v, out) -> Arrays.setAll(out, i -> -v[i]), STUDENT, TEACHER, TEACHER, 3));
        refuses(
                "krylov: expected finite products",
                () -> KrylovSpectrum.of((v, out) -> Arrays.fill(out, Double.NaN), STUDENT, TEACHER, TEACHER, 3));
    }

    private static void refuses(String message, Executable what) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, what);
        assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
    }
}
