package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * Exit times of the SDE where they are known: of constant drift μ and variance σ², the time at which a Brownian motion
 * has gone a way a is inverse Gaussian with mean a/μ and shape a²d/σ² (Folks, Chhikara, Journal of the Royal
 * Statistical Society B 40, 1978). Euler's points are exact then, and the bridges between them are too, so that the
 * law holds at any step.
 */
@Tag("validation")
final class SdePassageTest {

    private static final int PATHS = 5000;
    private static final int DIMENSION = 300;
    private static final double MEAN = 1;
    private static final double SHAPE = 4;

    /** By which a path stays with probability 2e-10. */
    private static final double LATEST = 10;

    /** Goes a way of 1 in the mean time, upwards or downwards. */
    private record DriftedMotion(double drift) implements NoisyLimit {
        @Override
        public List<String> statistics() {
            return List.of("s");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = drift;
        }

        @Override
        public void covariance(double tau, double[] state, double[][] out) {
            out[0][0] = DIMENSION / SHAPE;
        }
    }

    /** Φ(√(λ/t)(t/μ − 1)) + e^{2λ/μ} Φ(−√(λ/t)(t/μ + 1)). */
    private static double distribution(double t) {
        double root = Math.sqrt(SHAPE / t);
        return normal(root * (t / MEAN - 1)) + Math.exp(2 * SHAPE / MEAN) * normal(-root * (t / MEAN + 1));
    }

    private static double normal(double x) {
        return 0.5 * Erfc.value(-x * Math.sqrt(0.5));
    }

    private static Problem<DriftedMotion> problem(double drift, double start, double end) {
        return Problem.of(new DriftedMotion(drift))
                .dimension(DIMENSION)
                .start(Start.state(start))
                .until(Horizon.tau(end));
    }

    private static RunSettings settings(int points) {
        return RunSettings.defaults().withPoints(points).withReplicas(PATHS).withThreads(2);
    }

    private static double[] times(Passages passages) {
        return passages.runs().stream()
                .filter(Passage::exited)
                .mapToDouble(run -> run.at().tau())
                .toArray();
    }

    private static double statistic(double step, double drift, double start, Threshold threshold) {
        Passages passages = new Sde(step).passages(problem(drift, start, LATEST), settings(1), threshold);
        assertEquals(PATHS, passages.exited());
        return Runs.kolmogorovSmirnov(times(passages), SdePassageTest::distribution);
    }

    /** False alarm 1e-3 each. */
    @Test
    void exitTimesAreInverseGaussianWhateverTheStep() {
        for (double step : new double[] {MEAN / 3, MEAN / 50}) {
            for (double statistic : new double[] {
                statistic(step, 1, 0, Threshold.above("s", 1)),
                statistic(step, -1, 0.5, Threshold.below("s", -0.5)),
                statistic(step, -1, 2, Threshold.fall("s", 0.5))
            }) {
                assertTrue(statistic < Runs.KOLMOGOROV_SMIRNOV_MILLE, "step " + step + ": " + statistic);
            }
        }
    }

    /** What the bridges are for, and that the comparison above would see them missing. */
    @Test
    void firstEulerPointsBeyondTheLevelAreNotInverseGaussian() {
        double step = MEAN / 3;
        int points = (int) Math.round(LATEST / step);
        double[] times = new double[PATHS];
        new Sde(step).solve(problem(1, 0, LATEST), settings(points), (replica, path) -> {
            assertEquals(points + 1, path.completed());
            int first = 0;
            while (first < points && path.observed()[first][0] < 1) {
                first++;
            }
            times[replica] = first * step;
        });
        double statistic = Runs.kolmogorovSmirnov(times, SdePassageTest::distribution);
        assertTrue(statistic > 5 * Runs.KOLMOGOROV_SMIRNOV_MILLE, "statistic " + statistic);
    }

    /** Four binomial standard errors: false alarm 6e-5 each. */
    @Test
    void theFractionCensoredIsTheChanceToSurvive() {
        for (double end : new double[] {0.5, 1, 2}) {
            Passages passages = new Sde(MEAN / 3).passages(problem(1, 0, end), settings(1), Threshold.above("s", 1));
            double survival = 1 - distribution(end);
            double censored = passages.count(Passage.Kind.CENSORED) / (double) PATHS;
            assertEquals(survival, censored, 4 * Math.sqrt(survival * (1 - survival) / PATHS), "horizon " + end);
            assertTrue(Arrays.stream(times(passages)).allMatch(t -> t > 0 && t <= end));
            for (Passage run : passages.runs()) {
                assertTrue(run.exited() || run.at().tau() == end);
                assertTrue(run.outcome().isCompleted());
            }
        }
    }

    /**
     * 2.5·10⁻³ of the ODE's time is what the method promises of the step that it chooses; one SGD step is 10⁻⁵ here.
     */
    @Test
    void theStepChosenFollowsTheOdeToTheThreshold() {
        Problem<Network> problem = Problem.of(Network.student(1, Activation.SQUARE)
                        .teacher(1, Activation.SQUARE)
                        .labelNoise(0.5))
                .rule(TrainingRule.projected(0.05))
                .dimension(100_000)
                .start(Start.overlap(0.2))
                .until(Horizon.flowTime(3));
        Threshold threshold = Threshold.fall("excessRisk", 0.5);
        RunSettings settings = settings(100).withReplicas(20);
        Passages sde = new Sde().passages(problem, settings, threshold);
        double step = (double) sde.facts().get("largestStepTau");
        double bias = (double) sde.facts().get("eulerBias");
        assertTrue(bias <= 2.5e-3, "bias " + bias);
        double ode = new Ode()
                .passages(problem, settings, threshold)
                .runs()
                .get(0)
                .at()
                .tau();
        assertTrue(step < ode / 100 && step > 1e-5, "step " + step);
        // 4 standard errors of twenty exits that spread by 2/√d of their mean, and the bias
        assertEquals(1, Arrays.stream(times(sde)).average().orElseThrow() / ode, 4 * 2 / Math.sqrt(20 * 1e5) + 2.5e-3);
    }
}
